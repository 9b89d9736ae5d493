package dev.souk.embedded.kafka;

import dev.souk.embedded.Ports;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kafka in KRaft mode: each broker, which is a controller too, in a JVM of its own. Topics are made by the programs
 * that use them.
 */
public final class EmbeddedKafka {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** The broker says so when its controller has let it in, later than its port opens. */
    private static final String STARTED = "Kafka Server started";

    private final StackOptions options;
    private final List<ServerProcess> brokers;

    private EmbeddedKafka(StackOptions options, List<ServerProcess> brokers) {
        this.options = options;
        this.brokers = List.copyOf(brokers);
    }

    public static EmbeddedKafka start(StackFolder folder, StackOptions options) {
        KafkaData data = new KafkaData(folder, options.kafkaBrokers());
        String clusterId = data.clusterId();
        List<ServerProcess> brokers = IntStream.rangeClosed(1, options.kafkaBrokers())
                .mapToObj(broker -> new ServerProcess(folder, command(broker, clusterId, data, options)))
                .toList();
        // All before waiting for any: a broker serves when a majority of the controllers runs.
        brokers.forEach(ServerProcess::start);
        brokers.forEach(ServerProcess::awaitReady);
        return new EmbeddedKafka(options, brokers);
    }

    private static ServerCommand command(int broker, String clusterId, KafkaData data, StackOptions options) {
        String settings = data.writeSettings(broker, BrokerSettings.of(broker, options, data.log(broker)))
                .toString();
        List<String> arguments = List.of(settings, clusterId, data.log(broker).toString());
        String name = options.kafkaBrokers() == 1 ? "kafka" : "kafka-" + broker;
        return ServerCommand.of(name, BrokerJvm.command(broker, arguments))
                .withReadiness(process -> process.hasLogged(STARTED), START_LIMIT);
    }

    /** The value of {@code bootstrap.servers} for clients. */
    public String bootstrapServers() {
        return IntStream.rangeClosed(1, options.kafkaBrokers())
                .mapToObj(broker -> Ports.LOOPBACK + ":" + options.kafkaBrokerPort(broker))
                .collect(Collectors.joining(","));
    }

    /** The brokers, by node id from 1 on, to be killed, frozen or started again one by one. */
    public List<ServerProcess> brokers() {
        return brokers;
    }
}
