package dev.souk.embedded.redis;

import dev.souk.embedded.Folders;
import dev.souk.embedded.Ports;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis Cluster of three masters and three replicas. It is a cache: its content is not written to the disk, and
 * only the roles of the nodes survive a restart.
 */
public final class EmbeddedRedis {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration REUNION_LIMIT = Duration.ofSeconds(8);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    private static final String VERSION = "redis_version:";

    private final StackOptions options;
    private final List<ServerProcess> nodes;

    private EmbeddedRedis(StackOptions options, List<ServerProcess> nodes) {
        this.options = options;
        this.nodes = List.copyOf(nodes);
    }

    public static EmbeddedRedis start(StackFolder folder, StackOptions options) {
        Path data = folder.data().resolve("redis");
        Path program = RedisBinary.find();
        List<ServerProcess> nodes = IntStream.rangeClosed(1, StackOptions.REDIS_NODES)
                .mapToObj(node -> new ServerProcess(folder, command(node, program, data, options)))
                .toList();
        EmbeddedRedis redis = new EmbeddedRedis(options, nodes);
        try {
            redis.form(data);
            return redis;
        } catch (IOException e) {
            throw new StackException("Redis data in " + data + " cannot be written: " + e, e);
        }
    }

    /** Takes the earlier cluster if it comes together again; else forms a new one, as a cache has nothing to lose. */
    private void form(Path data) throws IOException {
        RedisCluster cluster = new RedisCluster(ports());
        Path formed = data.resolve("formed");
        String ports = ports().toString();
        if (Files.exists(formed) && Files.readString(formed).equals(ports)) {
            try {
                run(data);
                if (cluster.isWholeWithin(REUNION_LIMIT)) {
                    return;
                }
                LOG.info("the Redis cluster of the last start does not come together; making a new one");
            } catch (StackException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.info("the Redis cluster of the last start cannot be used; making a new one", e);
            }
            ServerProcess.stopAll(nodes, STOP_LIMIT);
        }
        Folders.delete(data);
        run(data);
        cluster.form();
        Files.writeString(formed, ports);
    }

    private void run(Path data) throws IOException {
        for (int node = 1; node <= StackOptions.REDIS_NODES; node++) {
            Path home = Files.createDirectories(home(data, node));
            Files.writeString(home.resolve("redis.conf"), configuration(options.redisNodePort(node), home));
        }
        nodes.forEach(ServerProcess::start);
        nodes.forEach(ServerProcess::awaitReady);
    }

    private static Path home(Path data, int node) {
        return data.resolve(Integer.toString(node));
    }

    private static ServerCommand command(int node, Path program, Path data, StackOptions options) {
        String configuration = home(data, node).resolve("redis.conf").toString();
        return ServerCommand.of("redis-" + node, List.of(program.toString(), configuration))
                .withReadiness(process -> answers(options.redisNodePort(node)), START_LIMIT);
    }

    private static String configuration(int port, Path home) {
        String quotedHome = home.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return """
                bind %s
                port %d
                dir "%s"
                cluster-enabled yes
                cluster-config-file nodes.conf
                cluster-node-timeout 2000
                # A lost master takes its third of the cache away, not all of it.
                cluster-require-full-coverage no
                # However long a replica was apart from its master, old cache entries are better than no shard.
                cluster-replica-validity-factor 0
                repl-diskless-sync yes
                repl-diskless-sync-delay 0
                appendonly no
                save ""
                maxmemory 128mb
                maxmemory-policy allkeys-lru
                """.formatted(Ports.LOOPBACK, port, quotedHome);
    }

    private static boolean answers(int port) {
        try (RedisConnection connection = new RedisConnection(port)) {
            return connection.send("PING").equals("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private List<Integer> ports() {
        return IntStream.rangeClosed(1, StackOptions.REDIS_NODES)
                .mapToObj(options::redisNodePort)
                .toList();
    }

    /** The nodes' addresses, {@code host:port} with commas between. */
    public String addresses() {
        return ports().stream().map(port -> Ports.LOOPBACK + ":" + port).collect(Collectors.joining(","));
    }

    /** Whether every node serves, every hash slot has a master, and all replicas are linked. */
    public boolean isWhole() {
        return new RedisCluster(ports()).isWhole();
    }

    /** The nodes that say of themselves, now, that they are masters; those that do not answer are not among them. */
    public List<ServerProcess> masters() {
        return IntStream.rangeClosed(1, StackOptions.REDIS_NODES)
                .filter(node -> isMaster(options.redisNodePort(node)))
                .mapToObj(node -> nodes.get(node - 1))
                .toList();
    }

    private static boolean isMaster(int port) {
        try (RedisConnection connection = new RedisConnection(port)) {
            return connection.send("INFO", "replication").contains("role:master");
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** As the first node says; {@code unknown} when it does not answer. */
    public String version() {
        try (RedisConnection connection = new RedisConnection(options.redisNodePort(1))) {
            return connection
                    .send("INFO", "server")
                    .lines()
                    .filter(line -> line.startsWith(VERSION))
                    .map(line -> line.substring(VERSION.length()).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException noAnswer) {
            return "unknown";
        }
    }

    /** The six nodes, to be killed, frozen or started again one by one; the first three begin as the masters. */
    public List<ServerProcess> nodes() {
        return nodes;
    }
}
