package dev.souk.launcher;

import dev.souk.audit.promise.PromiseVerticle;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.cache.hot.HotKeysVerticle;
import dev.souk.cart.CartCommandsVerticle;
import dev.souk.cart.CartEventsVerticle;
import dev.souk.cart.CartExpiryVerticle;
import dev.souk.cart.CartQueriesVerticle;
import dev.souk.catalog.CatalogCache;
import dev.souk.catalog.CatalogCommandVerticle;
import dev.souk.catalog.CatalogFeedVerticle;
import dev.souk.catalog.CatalogQueryVerticle;
import dev.souk.edge.Edge;
import dev.souk.edge.management.ManagementVerticle;
import dev.souk.edge.management.ReadinessCheck;
import dev.souk.notification.mail.MailVerticles;
import dev.souk.notification.webhook.WebhookVerticles;
import dev.souk.ops.OpsVerticle;
import dev.souk.ops.live.RoomVerticle;
import dev.souk.ops.node.NodeIdentity;
import dev.souk.ops.node.NodeReportVerticle;
import dev.souk.order.OrderCommandsVerticle;
import dev.souk.order.OrderDeadlineVerticle;
import dev.souk.order.OrderEventsVerticle;
import dev.souk.order.OrderPlacementVerticle;
import dev.souk.order.OrderQueriesVerticle;
import dev.souk.payment.PaymentVerticles;
import dev.souk.payment.message.CardTokens;
import dev.souk.payment.sandbox.SandboxProviderVerticle;
import dev.souk.settings.Settings;
import dev.souk.stock.HoldSweeperVerticle;
import dev.souk.stock.StockDeskVerticle;
import dev.souk.stock.StockVerticle;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which verticles the roles of a node bring: the one place where features are made. */
final class Roles {
    private final NodeParts parts;
    private final Settings settings;
    private final Freshness products;
    private final HotKeys hot;
    private final Edge edge;

    Roles(NodeParts parts) {
        this.parts = parts;
        this.settings = parts.settings();
        this.products = new Freshness(settings.catalog().cacheTtl());
        this.hot = new HotKeys(settings, parts.metrics());
        this.edge = new Edge(parts.vertx(), settings, parts.bus(), parts.metrics(), products, hot);
    }

    /** Begins slow work that needs no other server: reads the contract while the node waits for database and Kafka. */
    void warmUp() {
        if (settings.node().has(Settings.EDGE)) {
            edge.warmUp();
        }
    }

    /** Health and metrics: the first to come, so that a start can be watched, and the last to go. */
    List<Deployment> management() {
        return List.of(Deployment.one(
                "management",
                () -> new ManagementVerticle(
                        settings.management(), parts.metrics(), serves(), needs(), edge.eventLoops())));
    }

    /** The features that work behind the sockets, in no order of start. */
    List<Deployment> features() {
        Map<String, Supplier<List<Deployment>>> byRole = Map.of(
                Settings.CATALOG, this::catalog,
                Settings.CART, this::cart,
                Settings.STOCK, this::stock,
                Settings.ORDER, this::order,
                Settings.PAYMENT, this::payment,
                Settings.NOTIFICATION, this::notification,
                Settings.AUDIT, this::audit);
        List<Deployment> features = new ArrayList<>();
        features.add(Deployment.one("outbox relay", parts.messaging()::relay));
        features.add(Deployment.one("retention", parts.messaging()::retention));
        features.add(Deployment.one(
                "hot keys", () -> new HotKeysVerticle(parts.bus(), settings.redis(), parts.name(), hot)));
        features.add(Deployment.one("node report", this::nodeReport));
        features.add(Deployment.one(
                "operations", () -> new OpsVerticle(parts.bus(), parts.transactions(), settings, parts.name())));
        byRole.forEach((role, verticles) -> {
            if (settings.node().has(role)) {
                features.addAll(verticles.get());
            }
        });
        if (settings.sandbox().enabled()) {
            features.add(
                    Deployment.one("payment sandbox", () -> new SandboxProviderVerticle(settings, parts.metrics())));
        }
        return features;
    }

    private NodeReportVerticle nodeReport() {
        String version = Roles.class.getPackage().getImplementationVersion();
        List<String> all = Settings.ROLES.stream().filter(settings.node()::has).toList();
        return new NodeReportVerticle(
                parts.bus(),
                parts.metrics(),
                new NodeIdentity(parts.name(), version == null ? "(not packaged)" : version, all, Instant.now()),
                !settings.redis().nodes().isEmpty());
    }

    /** The node stops soon. */
    void leave() {
        edge.leave();
    }

    /** The sockets: open last, closed first. */
    List<Deployment> edge() {
        return settings.node().has(Settings.EDGE)
                ? List.of(
                        Deployment.one("live orders", edge::live),
                        Deployment.one("control room", this::room),
                        new Deployment("edge", parts.eventLoops(), edge::verticle))
                : List.of();
    }

    private RoomVerticle room() {
        return new RoomVerticle(
                parts.bus(),
                () -> edge.ops().isWatched(RoomVerticle.ADDRESS),
                word -> edge.ops().publish(RoomVerticle.ADDRESS, word));
    }

    private ReadinessCheck serves() {
        return new ReadinessCheck(
                "serving",
                () -> parts.serving().getAsBoolean()
                        ? Future.succeededFuture()
                        : Future.failedFuture("starting or stopping"));
    }

    private List<ReadinessCheck> needs() {
        return List.of(
                new ReadinessCheck(
                        "database",
                        () -> Schema.requireMigrated(parts.transactions().pool())),
                new ReadinessCheck("kafka", parts.kafka()::reach));
    }

    private List<Deployment> catalog() {
        CatalogCache cache = new CatalogCache(parts.vertx(), settings, parts.metrics(), products, hot);
        return List.of(
                Deployment.one(
                        "catalog queries",
                        () -> new CatalogQueryVerticle(parts.bus(), parts.transactions(), parts.metrics(), cache, hot)),
                Deployment.one(
                        "catalog commands",
                        () -> new CatalogCommandVerticle(
                                parts.bus(), parts.messaging().facts(), cache, Clock.systemUTC())),
                Deployment.one(
                        "catalog feed",
                        () -> new CatalogFeedVerticle(
                                parts.transactions(), products, settings.catalog(), parts.metrics())));
    }

    private List<Deployment> cart() {
        return List.of(
                Deployment.one(
                        "cart queries",
                        () -> new CartQueriesVerticle(
                                parts.bus(), parts.transactions(), settings.cart(), InstantSource.system())),
                Deployment.one(
                        "cart commands",
                        () -> new CartCommandsVerticle(
                                parts.bus(),
                                parts.transactions(),
                                settings.cart(),
                                settings.order(),
                                UUID::randomUUID,
                                InstantSource.system())),
                Deployment.one("cart events", () -> new CartEventsVerticle(parts.messaging())),
                Deployment.one(
                        "cart expiry",
                        () -> new CartExpiryVerticle(parts.messaging(), settings.cart(), parts.metrics())));
    }

    private List<Deployment> stock() {
        return List.of(
                Deployment.one("stock", () -> new StockVerticle(parts.bus(), parts.messaging(), parts.metrics())),
                Deployment.one(
                        "stock desk",
                        () -> new StockDeskVerticle(parts.bus(), parts.transactions(), settings, parts.metrics())),
                Deployment.one(
                        "stock holds",
                        () -> new HoldSweeperVerticle(
                                parts.bus(), parts.messaging(), settings.stock().holdCheckAfter(), parts.metrics())));
    }

    private List<Deployment> audit() {
        return List.of(Deployment.one(
                "ledger of the promise",
                () -> new PromiseVerticle(
                        parts.bus(), parts.transactions(), settings.payment().captureAlarm())));
    }

    private List<Deployment> payment() {
        return PaymentVerticles.of(settings, parts.messaging(), parts.bus(), parts.metrics()).stream()
                .map(verticle -> Deployment.one("payment", verticle))
                .toList();
    }

    private List<Deployment> notification() {
        return Stream.concat(mail().stream(), webhooks().stream()).toList();
    }

    private List<Deployment> mail() {
        return MailVerticles.of(settings.mail(), parts.messaging(), parts.bus(), parts.metrics()).stream()
                .map(verticle -> Deployment.one("mail", verticle))
                .toList();
    }

    private List<Deployment> webhooks() {
        return WebhookVerticles.of(settings.webhooks(), parts.messaging(), parts.bus(), parts.metrics()).stream()
                .map(verticle -> Deployment.one("webhooks", verticle))
                .toList();
    }

    private List<Deployment> order() {
        return List.of(
                Deployment.one(
                        "order placement",
                        () -> new OrderPlacementVerticle(
                                parts.bus(),
                                parts.messaging(),
                                settings.order(),
                                new CardTokens(settings.payment()),
                                parts.metrics(),
                                UUID::randomUUID)),
                Deployment.one(
                        "order events", () -> new OrderEventsVerticle(parts.bus(), parts.messaging(), parts.metrics())),
                Deployment.one(
                        "order commands",
                        () -> new OrderCommandsVerticle(parts.bus(), parts.messaging(), parts.metrics())),
                Deployment.one("order queries", () -> new OrderQueriesVerticle(parts.bus(), parts.transactions())),
                Deployment.one(
                        "order deadlines",
                        () -> new OrderDeadlineVerticle(
                                parts.bus(), parts.messaging(), settings.order(), parts.metrics())));
    }
}
