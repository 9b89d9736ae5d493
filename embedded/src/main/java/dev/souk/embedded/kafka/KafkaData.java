package dev.souk.embedded.kafka;

import dev.souk.embedded.Folders;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Properties;
import java.util.UUID;

/**
 * The folder of the brokers: {@code cluster.properties} with the cluster's id and size, and per broker its settings
 * (written at each start) and its log.
 */
public final class KafkaData {

    private static final String CLUSTER_ID = "cluster.id";
    private static final String BROKERS = "brokers";

    private final Path folder;
    private final int brokers;

    public KafkaData(StackFolder stack, int brokers) {
        this.folder = stack.data().resolve("kafka");
        this.brokers = brokers;
    }

    Path log(int broker) {
        return folder.resolve(Integer.toString(broker)).resolve("log");
    }

    private Path clusterFile() {
        return folder.resolve("cluster.properties");
    }

    /** @throws StackException when there is data, and these brokers cannot open it */
    public void check() {
        try {
            if (!Files.isDirectory(log(1).resolveSibling("."))) {
                return;
            }
            Properties cluster = load(clusterFile());
            if (!cluster.containsKey(CLUSTER_ID) || !cluster.containsKey(BROKERS)) {
                throw corrupt(clusterFile() + " is missing or incomplete");
            }
            if (!cluster.getProperty(BROKERS).equals(Integer.toString(brokers))) {
                throw new StackException("Kafka data in " + folder + " is that of " + cluster.getProperty(BROKERS)
                        + " broker(s), not of " + brokers + ": use another data folder");
            }
            for (int broker = 1; broker <= brokers; broker++) {
                check(log(broker), cluster.getProperty(CLUSTER_ID));
            }
        } catch (IOException e) {
            throw new StackException("Kafka data in " + folder + " cannot be read: " + e, e);
        }
    }

    private void check(Path log, String clusterId) throws IOException {
        Path meta = log.resolve("meta.properties");
        if (hasBeenUsed(log) && !clusterId.equals(load(meta).getProperty(CLUSTER_ID))) {
            throw corrupt(meta + " is missing or of another cluster");
        }
    }

    /** Formatting comes before use; a start that was killed while it formatted may simply do it again. */
    private static boolean hasBeenUsed(Path log) {
        return Files.exists(log.resolve("__cluster_metadata-0"));
    }

    private StackException corrupt(String reason) {
        return new StackException(
                "Kafka data in " + folder + " is corrupt (" + reason + "): restore it or use another data folder");
    }

    /** The cluster's id, chosen at the first start. */
    public String clusterId() {
        try {
            Files.createDirectories(folder);
            Properties cluster = load(clusterFile());
            if (!cluster.containsKey(CLUSTER_ID)) {
                cluster.setProperty(CLUSTER_ID, randomId());
                cluster.setProperty(BROKERS, Integer.toString(brokers));
                store(cluster, clusterFile());
            }
            return cluster.getProperty(CLUSTER_ID);
        } catch (IOException e) {
            throw new StackException("Kafka data in " + folder + " cannot be written: " + e, e);
        }
    }

    /** Kafka's way of writing an id: 16 bytes in URL-safe base 64. One that begins with a dash reads as an option. */
    private static String randomId() {
        UUID uuid = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return id.startsWith("-") ? randomId() : id;
    }

    public Path writeSettings(int broker, Properties settings) {
        Path file = log(broker).resolveSibling("server.properties");
        try {
            Files.createDirectories(file.resolveSibling("."));
            if (!hasBeenUsed(log(broker))) {
                Folders.delete(log(broker));
            }
            store(settings, file);
            return file;
        } catch (IOException e) {
            throw new StackException("Kafka data in " + folder + " cannot be written: " + e, e);
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IllegalArgumentException | CharacterCodingException garbage) {
                return new Properties();
            }
        }
        return properties;
    }

    private static void store(Properties properties, Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            properties.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
