package dev.souk.launcher;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a single node on the embedded servers. */
public final class TestSettings {
    private TestSettings() {}

    /** @param database created where it is missing */
    public static Settings of(EmbeddedStack stack, String database, Map<String, String> overrides) {
        stack.postgres().createDatabase(database);
        Map<String, String> all = new HashMap<>(raw(stack, database));
        all.putAll(overrides);
        return SettingsLoader.load(List.of(), Map.of(), all);
    }

    public static Map<String, String> raw(EmbeddedStack stack, String database) {
        Path key = stack.folder().data().resolve("dev-key.pem");
        return Map.ofEntries(
                Map.entry("sql.port", Integer.toString(stack.postgres().port())),
                Map.entry("sql.database", database),
                Map.entry("kafka.bootstrap-servers", stack.kafka().bootstrapServers()),
                Map.entry("kafka.partitions", "3"),
                Map.entry("redis.nodes", stack.redis().addresses()),
                // The cluster is shared by all databases of a stack, and its keys are not.
                Map.entry("redis.prefix", database + ":"),
                Map.entry("http.port", "0"),
                Map.entry("http.drain-pause", "0s"),
                Map.entry("management.port", "0"),
                Map.entry("cluster.enabled", "false"),
                Map.entry("auth.dev", "true"),
                Map.entry("auth.dev-key", key.toString()));
    }
}
