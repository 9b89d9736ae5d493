package dev.souk.launcher.shop;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.TestSettings;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a node with every role and the sandbox provider, on free ports and migrated databases of its own. */
public final class ShopSettings {
    private ShopSettings() {}

    /** @return every setting that is not the default, by dotted key */
    public static Map<String, String> of(String database, Map<String, String> overrides) {
        return of(SharedStack.get(), database, overrides);
    }

    /** On a stack of the test's own, whose servers it may kill. */
    public static Map<String, String> of(EmbeddedStack stack, String database, Map<String, String> overrides) {
        stack.postgres().createDatabase(database);
        stack.postgres().createDatabase(database + "_sandbox");
        EarlierEvents.skip(stack);
        int http = FreePort.next();
        int sandbox = FreePort.next();
        Path key = stack.folder().data().resolve("dev-key-" + database + ".pem");
        Map<String, String> all = new HashMap<>(TestSettings.raw(stack, database));
        all.put("node.name", database.replace('_', '-'));
        all.put("http.port", Integer.toString(http));
        all.put("management.port", Integer.toString(FreePort.next()));
        all.put("auth.dev", "true");
        all.put("auth.dev-key", key.toString());
        all.put("payment.webhook-secret", "a secret of this test");
        all.put("payment.provider-url", "http://127.0.0.1:" + sandbox);
        all.put("sandbox.enabled", "true");
        all.put("sandbox.port", Integer.toString(sandbox));
        all.put("sandbox.database", database + "_sandbox");
        all.put("sandbox.webhook-url", "http://127.0.0.1:" + http + "/v1/payments/webhook");
        all.putAll(overrides);
        Settings settings = load(all);
        Migrations migrations = new Migrations(settings.sql());
        migrations.migrateShop();
        migrations.migrateSandbox(settings.sandbox());
        return all;
    }

    public static Settings load(Map<String, String> raw) {
        return SettingsLoader.load(List.of(), Map.of(), raw);
    }
}
