package dev.souk.prove.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.check.shop.SoukFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Souk as it is delivered: nodes, sandbox provider and migration are commands of the built launcher. */
final class SoukShop implements Shop {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger log = LoggerFactory.getLogger(SoukShop.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    /** The limit for stopping a node that writes the classes that it has loaded into an archive. */
    private static final Duration ARCHIVE_LIMIT = Duration.ofSeconds(40);

    private static final String SANDBOX_DATABASE = "souk_sandbox";
    private static final int NODE_MEGABYTES = 384;
    private static final int OTHERS_MEGABYTES = 192;

    private final Blueprint blueprint;
    private final WorldPorts ports;
    private final Links links;
    private final SoukJvm jvm;
    private final List<ServerProcess> nodes = new ArrayList<>();
    private @Nullable ServerProcess provider;

    SoukShop(Blueprint blueprint, WorldPorts ports, Links links) {
        this.blueprint = blueprint;
        this.ports = ports;
        this.links = links;
        this.jvm = new SoukJvm(blueprint.soukJar());
    }

    @Override
    public void start(EmbeddedStack stack) {
        migrate(stack);
        archive(stack);
        ServerCommand sandbox = ServerCommand.of(
                        "provider", jvm.command(OTHERS_MEGABYTES, List.of("sandbox", "--config", direct(stack))))
                .withReadiness(process -> Http.accepts(ports.provider()), START_LIMIT);
        ServerProcess started = new ServerProcess(stack.folder(), sandbox);
        provider = started;
        started.start();
        for (int node = 1; node <= ports.nodes(); node++) {
            ServerProcess process = new ServerProcess(stack.folder(), command(node, stack));
            nodes.add(process);
            process.start();
        }
        started.awaitReady();
        nodes.forEach(ServerProcess::awaitReady);
    }

    private void migrate(EmbeddedStack stack) {
        ServerProcess migration = new ServerProcess(
                stack.folder(),
                ServerCommand.of(
                                "migrate", jvm.command(OTHERS_MEGABYTES, List.of("migrate", "--config", direct(stack))))
                        .withReadiness(process -> !process.isAlive(), START_LIMIT));
        migration.start();
        migration.awaitReady();
        int exit = migration.onExit().join();
        if (exit != 0) {
            throw new WorldException("The schema cannot be made: souk migrate ended with exit code " + exit + " (log: "
                    + migration.logFile() + ")");
        }
    }

    /** Runs a node for the archive, in the first world of a build: every other start then takes half as long. */
    private void archive(EmbeddedStack stack) {
        if (jvm.archive().exists() || jvm.archive().make().isEmpty()) {
            return;
        }
        String file = write("archive", nodeSettings(1, stack));
        ServerProcess process = new ServerProcess(
                stack.folder(), ready("archive", 1, jvm.archiving(NODE_MEGABYTES, List.of("node", "--config", file))));
        process.start();
        process.awaitReady();
        process.stop(ARCHIVE_LIMIT);
        if (!jvm.archive().keep()) {
            log.info("no class-data archive could be made; nodes start without");
        }
    }

    private ServerCommand command(int node, EmbeddedStack stack) {
        String name = "souk-" + node;
        String file = write(name, nodeSettings(node, stack));
        return ready(name, node, jvm.command(NODE_MEGABYTES, List.of("node", "--config", file)));
    }

    private ServerCommand ready(String name, int node, List<String> command) {
        return ServerCommand.of(name, command)
                .withReadiness(process -> Http.isOk(ports.management(node), "/health/ready"), START_LIMIT);
    }

    private Map<String, Object> nodeSettings(int node, EmbeddedStack stack) {
        Map<String, Object> settings = settings(stack);
        settings.put("node.name", "souk-" + node);
        settings.put("http.port", ports.http(node));
        settings.put("http.drain-pause", "0s");
        settings.put("management.port", ports.management(node));
        settings.put("cluster.port", ports.cluster(node));
        settings.put("sql.port", links.toPostgres(node).port());
        settings.put("kafka.bootstrap-servers", links.bootstrapServers());
        settings.put(
                "payment.provider-url",
                "http://" + WorldPorts.HOST + ":" + links.toProvider(node).port());
        return settings;
    }

    /** Settings of the processes that no fault of a link hits: they connect directly. */
    private String direct(EmbeddedStack stack) {
        Map<String, Object> settings = settings(stack);
        settings.put("sql.port", stack.postgres().port());
        settings.put("sandbox.enabled", true);
        return write("provider", settings);
    }

    private Map<String, Object> settings(EmbeddedStack stack) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("sql.host", WorldPorts.HOST);
        settings.put("sql.pool-size", 16);
        settings.put("kafka.replication", 3);
        settings.put("kafka.min-insync-replicas", 2);
        settings.put("redis.nodes", List.of(stack.redis().addresses().split(",")));
        settings.put("cluster.enabled", true);
        settings.put("cluster.host", WorldPorts.HOST);
        settings.put(
                "cluster.members",
                IntStream.rangeClosed(1, ports.nodes())
                        .mapToObj(node -> WorldPorts.HOST + ":" + ports.cluster(node))
                        .toList());
        settings.put("auth.dev", true);
        settings.put("auth.dev-key", blueprint.data().resolve("dev-key.pem").toString());
        // A follower notices soon that the node at the other end is gone.
        settings.put("live.heartbeat", "2s");
        // The merchant's endpoint is on loopback; one that hangs is not waited for as long as the run lasts.
        settings.put("webhooks.allow-private", true);
        settings.put("webhooks.timeout", "5s");
        settings.put("order.deadline", blueprint.deadline().toSeconds() + "s");
        settings.put("payment.webhook-secret", "souk-prove");
        settings.put("sandbox.host", WorldPorts.HOST);
        settings.put("sandbox.port", ports.provider());
        settings.put("sandbox.database", SANDBOX_DATABASE);
        settings.put(
                "sandbox.webhook-url",
                "http://" + WorldPorts.HOST + ":" + links.webhooks().port() + "/v1/payments/webhook");
        return settings;
    }

    /** Writes one dotted key a line, in a file with which the node can be started by hand too. */
    private String write(String name, Map<String, Object> settings) {
        Path file = blueprint.data().resolve("settings").resolve(name + ".yaml");
        StringBuilder yaml = new StringBuilder();
        try {
            for (Map.Entry<String, Object> setting : settings.entrySet()) {
                yaml.append(setting.getKey())
                        .append(": ")
                        .append(JSON.writeValueAsString(setting.getValue()))
                        .append('\n');
            }
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, yaml).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new WorldException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public Optional<ServerProcess> provider() {
        return Optional.ofNullable(provider);
    }

    @Override
    public ShopFacts facts(EmbeddedStack stack) {
        return new SoukFacts(
                stack.postgres().jdbcUrl(),
                stack.postgres().jdbcUrl(SANDBOX_DATABASE),
                stack.kafka().bootstrapServers());
    }
}
