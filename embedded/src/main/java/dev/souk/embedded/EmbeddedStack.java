package dev.souk.embedded;

import dev.souk.embedded.Progress.State;
import dev.souk.embedded.kafka.EmbeddedKafka;
import dev.souk.embedded.kafka.KafkaData;
import dev.souk.embedded.postgres.EmbeddedPostgres;
import dev.souk.embedded.postgres.PostgresData;
import dev.souk.embedded.process.Programs;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.embedded.redis.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Kafka and Redis Cluster on one data folder: all of them run, or none.
 *
 * <p>{@link #start} takes the folder, stops what a killed launcher left there, checks ports and data, and only then
 * starts the three in parallel. When one fails, the others are stopped before the exception is thrown; so they are when
 * the calling thread is interrupted, which is how a launcher cancels a start.
 */
public final class EmbeddedStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(3);
    /** The four limits add up to below 15 s. A server killed at its limit loses nothing: it recovers from its log. */
    private static final Duration OTHERS_STOP_LIMIT = Duration.ofSeconds(4);

    private static final Duration KAFKA_STOP_LIMIT = Duration.ofSeconds(5);

    private static final Duration REDIS_STOP_LIMIT = Duration.ofSeconds(1);
    private static final Duration POSTGRES_STOP_LIMIT = Duration.ofSeconds(4);

    private final StackFolder folder;
    private final StackOptions options;
    private final Progress progress;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;
    private boolean stopped;

    private EmbeddedStack(
            StackFolder folder,
            StackOptions options,
            Progress progress,
            EmbeddedPostgres postgres,
            EmbeddedKafka kafka,
            EmbeddedRedis redis) {
        this.folder = folder;
        this.options = options;
        this.progress = progress;
        this.postgres = postgres;
        this.kafka = kafka;
        this.redis = redis;
    }

    /** @throws StackException when any server cannot start; none of them runs then */
    public static EmbeddedStack start(StackOptions options, Progress progress) {
        return start(options, Map.of(), progress);
    }

    /**
     * As {@link #start(StackOptions, Progress)}, for a caller that starts further processes on the folder. Their ports,
     * each with the name of its owner, are checked with those of the servers, after leftovers were stopped and before
     * any start.
     */
    public static EmbeddedStack start(StackOptions options, Map<Integer, String> furtherPorts, Progress progress) {
        if (!Programs.isLinux() && !Programs.isMac()) {
            throw new StackException("The embedded servers run on Linux and macOS, not on " + Programs.platform());
        }
        StackFolder folder = StackFolder.open(options.data());
        try {
            Map<Integer, String> ports = new TreeMap<>(options.ports());
            ports.putAll(furtherPorts);
            Ports.requireFree(ports);
            new PostgresData(folder).check();
            new KafkaData(folder, options.kafkaBrokers()).check();
            return startAll(folder, options, progress);
        } catch (RuntimeException e) {
            ServerProcess.stopAll(folder.servers(), ABORT_LIMIT);
            folder.close();
            throw e;
        }
    }

    private static EmbeddedStack startAll(StackFolder folder, StackOptions options, Progress progress) {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompletionService<Object> starts = new ExecutorCompletionService<>(threads);
            Future<Object> kafka = starts.submit(timed("kafka", progress, () -> EmbeddedKafka.start(folder, options)));
            Future<Object> postgres =
                    starts.submit(timed("postgres", progress, () -> EmbeddedPostgres.start(folder, options)));
            Future<Object> redis = starts.submit(timed("redis", progress, () -> EmbeddedRedis.start(folder, options)));
            for (int i = 0; i < 3; i++) {
                starts.take().get();
            }
            return new EmbeddedStack(
                    folder,
                    options,
                    progress,
                    (EmbeddedPostgres) postgres.resultNow(),
                    (EmbeddedKafka) kafka.resultNow(),
                    (EmbeddedRedis) redis.resultNow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The start was cancelled", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException reason
                    ? reason
                    : new StackException("The servers cannot start: " + e.getCause(), e);
        } finally {
            end(threads);
        }
    }

    /** After this no thread starts another process; an interrupted start kills what it waits for. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("a server's start does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Callable<Object> timed(String server, Progress progress, Callable<Object> start) {
        return () -> {
            long begin = System.nanoTime();
            progress.report(server, State.STARTING, 0);
            try {
                Object started = start.call();
                progress.report(server, State.READY, millisSince(begin));
                return started;
            } catch (RuntimeException e) {
                // The one that failed interrupts the others, which have not failed.
                boolean cancelled = e.getCause() instanceof InterruptedException;
                progress.report(server, cancelled ? State.STOPPED : State.FAILED, millisSince(begin));
                throw e;
            }
        };
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /**
     * Stops what else was started on the data folder, then Kafka, then Redis, then PostgreSQL, and gives the folder
     * free; within 14 seconds, in whatever state they are.
     */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        List<ServerProcess> others = folder.servers().stream()
                .filter(server -> server.isAlive() && !ours().contains(server))
                .toList();
        ServerProcess.stopAll(others, OTHERS_STOP_LIMIT);
        stop("kafka", kafka.brokers(), KAFKA_STOP_LIMIT);
        stop("redis", redis.nodes(), REDIS_STOP_LIMIT);
        stop("postgres", List.of(postgres.process()), POSTGRES_STOP_LIMIT);
        folder.close();
    }

    private List<ServerProcess> ours() {
        return Stream.of(kafka.brokers(), redis.nodes(), List.of(postgres.process()))
                .flatMap(List::stream)
                .toList();
    }

    private void stop(String server, List<ServerProcess> processes, Duration limit) {
        long begin = System.nanoTime();
        progress.report(server, State.STOPPING, 0);
        ServerProcess.stopAll(processes, limit);
        progress.report(server, State.STOPPED, millisSince(begin));
    }

    @Override
    public void close() {
        stop();
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    /** The data folder; a launcher starts its own processes on it too, and stops them before {@link #stop()}. */
    public StackFolder folder() {
        return folder;
    }

    public StackOptions options() {
        return options;
    }
}
