package dev.souk.embedded.kafka;

import dev.souk.embedded.Ports;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.StackOptions.Detour;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of one broker, which is a controller too. Where they differ from Kafka's defaults it is for a small
 * machine; when data reaches the disk is left as it is.
 */
final class BrokerSettings {

    private static final int REPLICATION = 3;

    private BrokerSettings() {}

    static Properties of(int broker, StackOptions options, Path log) {
        String host = Ports.LOOPBACK + ":";
        String client = "CLIENT://" + host + options.kafkaBrokerPort(broker);
        boolean replicated = options.kafkaBrokers() >= REPLICATION;
        String replication = replicated ? "3" : "1";
        String inSync = replicated ? "2" : "1";
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(broker));
        // Voters by settings, and not in the log: the ports may differ from one start to the next.
        settings.setProperty("controller.quorum.voters", voters(options));
        settings.setProperty(
                "listeners",
                client + detour(broker, options, Detour::port) + ",CONTROLLER://" + host
                        + options.kafkaControllerPort(broker));
        settings.setProperty("advertised.listeners", client + detour(broker, options, Detour::advertised));
        settings.setProperty(
                "listener.security.protocol.map", "CLIENT:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "CLIENT");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("log.dirs", log.toString());

        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("num.partitions", "12");
        settings.setProperty("default.replication.factor", replication);
        settings.setProperty("min.insync.replicas", inSync);
        settings.setProperty("offsets.topic.replication.factor", replication);
        settings.setProperty("offsets.topic.num.partitions", "12");
        settings.setProperty("transaction.state.log.replication.factor", replication);
        settings.setProperty("transaction.state.log.min.isr", inSync);
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", replication);
        settings.setProperty("share.coordinator.state.topic.min.isr", inSync);
        settings.setProperty("share.coordinator.state.topic.num.partitions", "4");

        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("log.segment.bytes", Integer.toString(64 << 20));
        settings.setProperty("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        // A killed broker gives up its partitions after this long; Kafka's own 9 s is a long time to watch.
        settings.setProperty("broker.session.timeout.ms", "6000");
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        return settings;
    }

    /** A client of the detour is told of the detours to the other brokers; the brokers themselves connect directly. */
    private static String detour(int broker, StackOptions options, ToIntFunction<Detour> port) {
        return options.kafkaDetours().isEmpty()
                ? ""
                : ",DETOUR://" + Ports.LOOPBACK + ":"
                        + port.applyAsInt(options.kafkaDetours().get(broker - 1));
    }

    private static String voters(StackOptions options) {
        return IntStream.rangeClosed(1, options.kafkaBrokers())
                .mapToObj(voter -> voter + "@" + Ports.LOOPBACK + ":" + options.kafkaControllerPort(voter))
                .collect(Collectors.joining(","));
    }
}
