package dev.souk.launcher;

import dev.souk.bus.Bus;
import dev.souk.messaging.KafkaProbe;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.TopicAdmin;
import dev.souk.messaging.departure.Departures;
import dev.souk.settings.Settings;
import dev.souk.sql.Lanes;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: everything that runs in this process, started in order and stopped in reverse.
 *
 * <pre>
 *   Vert.x (and cluster) -> management -> schema? -> topics -> features -> edge -> serving
 *   not serving -> edge drains -> features -> messaging -> pool -> management -> Vert.x (and cluster)
 * </pre>
 *
 * <p>A start that fails stops what it had started. Every step of a stop has a time limit, and one that fails or takes
 * too long does not keep the next from happening: what it leaves undone is found by the other nodes.
 */
public final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final Duration STEP = Duration.ofSeconds(5);
    /** How long a start waits for its database, which may be starting too. */
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(15);

    private final Settings settings;
    private final String name;
    private final NodeMetrics metrics;
    private final Vertx vertx;
    private final Pool pool;
    private final TransactionRunner transactions;
    private final Messaging messaging;
    private final KafkaProbe kafka;
    private final Roles roles;
    private final List<String> management = new CopyOnWriteArrayList<>();
    private final List<String> features = new CopyOnWriteArrayList<>();
    private final List<String> edge = new CopyOnWriteArrayList<>();
    private volatile boolean serving;

    private Node(
            Settings settings,
            String name,
            NodeMetrics metrics,
            Vertx vertx,
            String incarnation,
            Departures departures) {
        this.settings = settings;
        this.name = name;
        this.metrics = metrics;
        this.vertx = vertx;
        this.pool = SqlPool.open(vertx, settings.sql());
        this.transactions = new TransactionRunner(
                        vertx,
                        pool,
                        metrics.registry(),
                        settings.sql().retryFor(),
                        SqlPool.attemptLimit(settings.sql()))
                .in(Lanes.of(vertx, metrics.registry(), settings.sql()));
        Bus bus = new Bus(vertx, settings.bus().deadline());
        this.messaging = new Messaging(vertx, settings, incarnation, transactions, metrics.registry(), departures);
        this.kafka = new KafkaProbe(vertx, settings.kafka());
        this.roles = new Roles(new NodeParts(
                vertx,
                settings,
                name,
                bus,
                transactions,
                messaging,
                kafka,
                metrics.registry(),
                eventLoops(settings),
                this::isServing));
    }

    /**
     * Fails with {@link Schema.NotMigratedException} when the schema is older than this program, else with the fault of
     * what could not be reached.
     */
    public static Future<Node> start(Settings settings) {
        String name = NodeName.of(settings.node());
        StartTimes times = new StartTimes();
        times.ended("program");
        log.info("node {} starts with roles {}", name, roleNames(settings));
        NodeMetrics metrics = new NodeMetrics();
        String incarnation = NodeName.incarnation(name);
        Departures departures = new Departures();
        return openVertx(settings, name, metrics, incarnation, departures)
                .onFailure(failure -> metrics.close())
                .onSuccess(vertx -> times.ended("cluster"))
                .compose(vertx -> new Node(settings, name, metrics, vertx, incarnation, departures).bootOrStop(times));
    }

    private static Object roleNames(Settings settings) {
        return settings.node().roles().isEmpty() ? "all" : settings.node().roles();
    }

    private static int eventLoops(Settings settings) {
        int wanted = settings.node().eventLoops();
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }

    private static Future<Vertx> openVertx(
            Settings settings, String name, NodeMetrics metrics, String incarnation, Departures departures) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(eventLoops(settings));
        VertxBuilder builder = metrics.measure(Vertx.builder(), options, name);
        return settings.cluster().enabled()
                ? ClusterMember.open(builder, options, settings.cluster(), incarnation, departures::left)
                : Future.succeededFuture(builder.build());
    }

    /** By a promise of no context: a future of Vert.x's own has nowhere to complete once Vert.x is closed. */
    private Future<Node> bootOrStop(StartTimes times) {
        Promise<Node> booted = Promise.promise();
        boot(times)
                .onSuccess(done -> booted.complete(this))
                .onFailure(failure -> stop().onComplete(stopped -> booted.fail(failure)));
        return booted.future();
    }

    private Future<Void> boot(StartTimes times) {
        roles.warmUp();
        return deploy(roles.management(), management)
                .onSuccess(watchable -> times.ended("management"))
                .compose(watchable -> transactions.read("schema", DATABASE_PATIENCE, Schema::requireMigrated))
                .onSuccess(migrated -> times.ended("schema"))
                .compose(migrated -> vertx.executeBlocking(() -> TopicAdmin.ensureTopics(settings.kafka())))
                .onSuccess(topics -> times.ended("topics"))
                .compose(topics -> deploy(roles.features(), features))
                .onSuccess(deployed -> times.ended("features"))
                .compose(deployed -> deploy(roles.edge(), edge))
                .onSuccess(deployed -> {
                    times.ended("edge");
                    serving = true;
                    log.info("node {} serves after {}", name, times);
                });
    }

    private Future<Void> deploy(List<Deployment> deployments, List<String> ids) {
        List<Future<String>> deploying = new ArrayList<>();
        for (Deployment deployment : deployments) {
            deploying.add(vertx.deployVerticle(deployment.verticle(), deployment.options())
                    .onSuccess(ids::add)
                    .onFailure(failure -> log.error("{} does not start", deployment.name(), failure)));
        }
        return Future.join(deploying).mapEmpty();
    }

    /** Whether this node is up and not stopping. */
    public boolean isServing() {
        return serving;
    }

    /** Always succeeds, within the time limits of its steps. */
    public Future<Void> stop() {
        serving = false;
        log.info("node {} stops", name);
        roles.leave();
        return step("edge", settings.http().drain().plus(STEP), () -> undeploy(edge))
                .compose(done -> step("features", STEP, () -> undeploy(features)))
                .compose(done -> step("messaging", STEP.multipliedBy(2), messaging::close))
                .compose(done -> step("Kafka probe", STEP, kafka::close))
                .compose(done -> step("pool", STEP, pool::close))
                .compose(done -> step("management", STEP, () -> undeploy(management)))
                .compose(done -> step("Vert.x", STEP.multipliedBy(2), vertx::close))
                .onSuccess(done -> {
                    metrics.close();
                    log.info("node {} has stopped", name);
                });
    }

    private Future<Void> undeploy(List<String> ids) {
        return Future.join(ids.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    /** The limit is kept by a thread of the JDK, because the last step ends Vert.x's own timers. */
    private static Future<Void> step(String what, Duration limit, Supplier<Future<Void>> stop) {
        return Future.fromCompletionStage(stop.get()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS))
                .otherwise(failure -> {
                    log.warn("stopping: {} did not end well: {}", what, failure.toString());
                    return null;
                });
    }
}
