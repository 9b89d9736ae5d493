package dev.souk.launcher;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
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
        return Map.of(
                "sql.port",
                Integer.toString(stack.postgres().port()),
                "sql.database",
                database,
                "kafka.bootstrap-servers",
                stack.kafka().bootstrapServers(),
                "kafka.partitions",
                "3",
                "redis.nodes",
                stack.redis().addresses(),
                "http.port",
                "0",
                "management.port",
                "0",
                "cluster.enabled",
                "false");
    }
}
