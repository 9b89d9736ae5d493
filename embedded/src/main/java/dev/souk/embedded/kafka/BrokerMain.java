package dev.souk.embedded.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The program of a broker's JVM: formats its storage when it has none, then runs Kafka.
 *
 * <p>Formatting here saves the start of another JVM, and keeps Kafka's classes and logs out of the launcher.
 */
final class BrokerMain {

    private BrokerMain() {}

    /** Arguments: the settings file, the cluster's id, the folder of the log. */
    public static void main(String[] args) {
        String settings = args[0];
        if (!Files.exists(Path.of(args[2]).resolve("meta.properties"))) {
            int exit = StorageTool.execute(
                    new String[] {"format", "--cluster-id", args[1], "--config", settings}, System.out);
            if (exit != 0) {
                System.exit(exit);
            }
        }
        Kafka.main(new String[] {settings});
    }
}
