package dev.souk.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a stack keeps its data and which loopback ports it takes.
 *
 * @param data the data folder; created where needed
 * @param kafkaPort of the first broker; the others follow, then one controller port per broker
 * @param redisPort of the first of six nodes; each takes {@code port + 10000} too, for the cluster bus
 * @param kafkaBrokers 1 (replication 1), or 3 and more (replication 3, two in-sync replicas needed to write)
 * @param postgresSettings added to, or in place of, Souk's own settings of PostgreSQL
 * @param kafkaDetours a second way to each broker, by its number less one; empty: there is none
 */
public record StackOptions(
        Path data,
        int postgresPort,
        int kafkaPort,
        int redisPort,
        int kafkaBrokers,
        Map<String, String> postgresSettings,
        List<Detour> kafkaDetours) {

    /**
     * A way to a server that leads through something in between, such as a proxy that breaks it.
     *
     * @param port where the server listens for it
     * @param advertised where its clients are sent to
     */
    public record Detour(int port, int advertised) {}

    public static final int REDIS_NODES = 6;
    static final int REDIS_BUS_OFFSET = 10_000;
    /** Below the range from which Linux takes the local ports of outgoing connections: those come and go. */
    private static final int FIRST_TEMPORARY = 10_000;

    private static final int TEMPORARY_BLOCKS = 400;
    private static final int BLOCK = 20;
    private static final int MOST_BROKERS = 5;

    public StackOptions {
        data = data.toAbsolutePath().normalize();
        postgresSettings = Map.copyOf(postgresSettings);
        kafkaDetours = List.copyOf(kafkaDetours);
        if (kafkaBrokers < 1 || kafkaBrokers == 2 || kafkaBrokers > MOST_BROKERS) {
            throw new IllegalArgumentException("1, 3, 4 or 5 Kafka brokers, not " + kafkaBrokers);
        }
        if (!kafkaDetours.isEmpty() && kafkaDetours.size() != kafkaBrokers) {
            throw new IllegalArgumentException("a detour for each Kafka broker, or none");
        }
    }

    /** The ports that the README names: 26257 SQL, 29092 Kafka, 6379 to 6384 Redis. */
    public static StackOptions at(Path data) {
        return at(data, 26_257, 29_092, 6_379);
    }

    /** One Kafka broker, and nothing unusual, at these ports. */
    public static StackOptions at(Path data, int postgresPort, int kafkaPort, int redisPort) {
        return new StackOptions(data, postgresPort, kafkaPort, redisPort, 1, Map.of(), List.of());
    }

    /** For tests: ports that nothing uses at the moment. */
    public static StackOptions temporary(Path data) {
        while (true) {
            int block = ThreadLocalRandom.current().nextInt(TEMPORARY_BLOCKS);
            int first = FIRST_TEMPORARY + block * BLOCK;
            StackOptions options =
                    at(data, first, first + 1, first + 1 + 2 * MOST_BROKERS).withKafkaBrokers(MOST_BROKERS);
            if (options.ports().keySet().stream().allMatch(Ports::isFree)) {
                return options.withKafkaBrokers(1);
            }
        }
    }

    public StackOptions withPortOffset(int offset) {
        return new StackOptions(
                data,
                postgresPort + offset,
                kafkaPort + offset,
                redisPort + offset,
                kafkaBrokers,
                postgresSettings,
                kafkaDetours);
    }

    public StackOptions withKafkaBrokers(int brokers) {
        return new StackOptions(data, postgresPort, kafkaPort, redisPort, brokers, postgresSettings, kafkaDetours);
    }

    public StackOptions withPostgresSettings(Map<String, String> settings) {
        return new StackOptions(data, postgresPort, kafkaPort, redisPort, kafkaBrokers, settings, kafkaDetours);
    }

    /** @param detours one for each broker: there must be as many of them already */
    public StackOptions withKafkaDetours(List<Detour> detours) {
        return new StackOptions(data, postgresPort, kafkaPort, redisPort, kafkaBrokers, postgresSettings, detours);
    }

    /** Every port that the stack will take, and the server that takes it. */
    public Map<Integer, String> ports() {
        Map<Integer, String> ports = new TreeMap<>();
        ports.put(postgresPort, "PostgreSQL");
        for (int broker = 1; broker <= kafkaBrokers; broker++) {
            ports.put(kafkaBrokerPort(broker), "Kafka broker " + broker);
            ports.put(kafkaControllerPort(broker), "Kafka controller " + broker);
        }
        kafkaDetours.forEach(detour -> ports.put(detour.port(), "the detour to a Kafka broker"));
        for (int node = 1; node <= REDIS_NODES; node++) {
            ports.put(redisNodePort(node), "Redis node " + node);
            ports.put(redisNodePort(node) + REDIS_BUS_OFFSET, "the cluster bus of Redis node " + node);
        }
        return ports;
    }

    public int kafkaBrokerPort(int broker) {
        return kafkaPort + broker - 1;
    }

    public int kafkaControllerPort(int broker) {
        return kafkaPort + kafkaBrokers + broker - 1;
    }

    public int redisNodePort(int node) {
        return redisPort + node - 1;
    }
}
