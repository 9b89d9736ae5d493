package dev.souk.prove.command;

import com.sun.management.OperatingSystemMXBean;
import dev.souk.prove.world.World;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.kafka.common.utils.AppInfoParser;

/** The versions of the software and the machine that a run ran on, as far as they can be found out. */
final class Versions {
    private static final String UNKNOWN = "unknown";
    private static final long GIBIBYTE = 1L << 30;

    private Versions() {}

    static Map<String, String> of(World world, Path soukJar, boolean naive) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("souk", naive ? "the naive shop of this build" : souk(soukJar));
        versions.put("postgresql", postgresql(world));
        versions.put("kafka", AppInfoParser.getVersion() + ", 3 brokers, replication 3, 2 in sync");
        versions.put("redis", world.stack().redis().version() + ", 3 masters, 3 replicas");
        versions.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        versions.put("machine", machine());
        return versions;
    }

    private static String souk(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
            return version == null ? UNKNOWN : version;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String postgresql(World world) {
        try (Connection connection =
                        DriverManager.getConnection(world.stack().postgres().jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            return row.next() ? row.getString(1) : UNKNOWN;
        } catch (SQLException e) {
            return UNKNOWN;
        }
    }

    private static String machine() {
        String memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? ", " + Math.round(system.getTotalMemorySize() / (double) GIBIBYTE) + " GiB"
                : "";
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors" + memory;
    }
}
