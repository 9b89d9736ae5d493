package dev.souk.edge;

import dev.souk.bus.Bus;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.edge.auth.DevIssuer;
import dev.souk.edge.body.BodyBudget;
import dev.souk.edge.body.BodyReader;
import dev.souk.edge.connection.Clients;
import dev.souk.edge.connection.ConnectionCount;
import dev.souk.edge.connection.Connections;
import dev.souk.edge.contract.Contract;
import dev.souk.edge.headers.PublicCaching;
import dev.souk.edge.limit.Buckets;
import dev.souk.edge.limit.RateLimits;
import dev.souk.edge.pages.Assets;
import dev.souk.edge.ready.ReadyAnswers;
import dev.souk.edge.tls.ServerCertificate;
import dev.souk.notification.bridge.Bridge;
import dev.souk.notification.live.LiveVerticle;
import dev.souk.notification.live.OpsFeed;
import dev.souk.notification.live.OrderFeeds;
import dev.souk.notification.live.Sockets;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The state that the edge verticles of one node share: settings, contract, development key, count of connections. */
public final class Edge {
    private final Vertx vertx;
    private final Settings settings;
    private final Bus bus;
    private final MeterRegistry metrics;
    private final ConnectionCount connections;
    private final AtomicInteger waiting = new AtomicInteger();
    private final BodyBudget bodyBudget;
    private final BodyReader bodies;
    private final OpsFeed ops = new OpsFeed();
    private final OrderFeeds feeds;
    private final Sockets sockets;
    private final Clients clients;
    private final Buckets buckets;
    private final AtomicInteger links = new AtomicInteger();
    private final Bridge bridge;
    private final EventLoops eventLoops = new EventLoops();
    private final ReadyAnswers ready;
    private final PublicCaching caching;
    private @Nullable Future<Loaded> loaded;
    private volatile boolean leaving;

    /**
     * @param issuer of development tokens, where the settings allow them
     * @param pages none where the settings say so
     * @param certificate where the edge speaks TLS
     */
    record Loaded(
            Contract contract,
            @Nullable DevIssuer issuer,
            @Nullable Assets pages,
            @Nullable ServerCertificate certificate) {}

    /**
     * @param products how long they are fresh on this node
     * @param hot which of them are hot
     */
    public Edge(Vertx vertx, Settings settings, Bus bus, MeterRegistry metrics, Freshness products, HotKeys hot) {
        this.vertx = vertx;
        this.settings = settings;
        this.bus = bus;
        this.metrics = metrics;
        this.bodyBudget = new BodyBudget(settings.http().bodyMemory());
        this.bodies = new BodyReader(bodyBudget, metrics);
        this.ready = new ReadyAnswers(settings, metrics, products, hot);
        this.caching = new PublicCaching(settings.catalog().cacheTtl());
        this.connections = new ConnectionCount(
                settings.http().maxConnections(), settings.http().maxConnectionsPerClient(), metrics);
        this.clients = new Clients(settings.http().trustedProxies());
        this.buckets = new Buckets(settings.limits(), System::nanoTime, metrics);
        this.feeds = new OrderFeeds(bus, settings.live(), ops, metrics);
        this.sockets = new Sockets(settings.live(), metrics);
        this.bridge = new Bridge(vertx, settings.live(), feeds, ops, sockets, metrics, Clock.systemUTC());
        Gauge.builder("souk.edge.orders.waiting", waiting, AtomicInteger::get).register(metrics);
    }

    /** One of the node's edge verticles: deploy one for each event loop. */
    public EdgeVerticle verticle() {
        return new EdgeVerticle(this);
    }

    /** The reader of the orders that sockets of the node follow: deploy one, before the edge verticles. */
    public LiveVerticle live() {
        return new LiveVerticle(feeds);
    }

    public OrderFeeds feeds() {
        return feeds;
    }

    /** The sockets that follow an order. */
    public Sockets sockets() {
        return sockets;
    }

    public Bridge bridge() {
        return bridge;
    }

    /** The feed that operators watch over the bridge of this node: other components may publish to it. */
    public OpsFeed ops() {
        return ops;
    }

    /** The event loops that the verticles run on. */
    public EventLoops eventLoops() {
        return eventLoops;
    }

    /** The node stops soon: from now on every answer asks its client to come over another connection. */
    public void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    public Settings settings() {
        return settings;
    }

    public Bus bus() {
        return bus;
    }

    public MeterRegistry metrics() {
        return metrics;
    }

    BodyReader bodies() {
        return bodies;
    }

    /** Bytes of request bodies that the node holds. */
    public BodyBudget bodyBudget() {
        return bodyBudget;
    }

    /** The products that are answered before the router. */
    ReadyAnswers ready() {
        return ready;
    }

    /** How long clients and shared caches may cache products. */
    PublicCaching caching() {
        return caching;
    }

    ConnectionCount connections() {
        return connections;
    }

    /** Finds the client behind a connection or a request. */
    Clients clients() {
        return clients;
    }

    /** The rate limits of one more event loop of the node. */
    RateLimits limits(Connections connections) {
        String link = "limits-" + links.incrementAndGet();
        return new RateLimits(vertx, settings, link, buckets, connections, metrics);
    }

    /** Requests that wait for their order to be settled. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** Begins to load the files that the verticles will ask for. A load that fails fails their start. */
    public void warmUp() {
        load();
    }

    /** Loads once, for all verticles; completes on the context of the verticle that asked first. */
    synchronized Future<Loaded> load() {
        Future<Loaded> first = loaded;
        if (first == null) {
            first = certificate()
                    .compose(certificate -> Contract.load(vertx)
                            .compose(contract -> issuer().compose(issuer ->
                                    pages().map(pages -> new Loaded(contract, issuer, pages, certificate)))));
            loaded = first;
        }
        return first;
    }

    private Future<@Nullable ServerCertificate> certificate() {
        return vertx.executeBlocking(() -> ServerCertificate.read(vertx, settings.http()));
    }

    private Future<@Nullable Assets> pages() {
        return settings.web().enabled()
                ? vertx.executeBlocking(() -> Assets.read(settings))
                : Future.succeededFuture(null);
    }

    private Future<@Nullable DevIssuer> issuer() {
        Settings.Auth auth = settings.auth();
        if (!auth.dev()) {
            return Future.succeededFuture(null);
        }
        if (auth.devKey().isEmpty()) {
            return Future.failedFuture(new SettingsException(List.of("auth.dev needs auth.dev-key")));
        }
        return vertx.executeBlocking(
                () -> DevIssuer.openOrCreate(Path.of(auth.devKey()), auth.issuer(), auth.audience()));
    }
}
