package dev.souk.edge;

import dev.souk.bus.Bus;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the edge verticles of one node share: settings, contract, development key, and the count of connections. */
public final class Edge {
    private final Vertx vertx;
    private final Settings settings;
    private final Bus bus;
    private final MeterRegistry metrics;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final EventLoops eventLoops = new EventLoops();
    private @Nullable Future<Loaded> loaded;

    /** @param issuer of development tokens, where the settings allow them */
    record Loaded(Contract contract, @Nullable DevIssuer issuer) {}

    public Edge(Vertx vertx, Settings settings, Bus bus, MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.bus = bus;
        this.metrics = metrics;
        Gauge.builder("souk.edge.connections", connections, AtomicInteger::get).register(metrics);
        Gauge.builder("souk.edge.orders.waiting", waiting, AtomicInteger::get).register(metrics);
    }

    /** One of the node's edge verticles: deploy one for each event loop. */
    public EdgeVerticle verticle() {
        return new EdgeVerticle(this);
    }

    /** Those that the verticles run on. */
    public EventLoops eventLoops() {
        return eventLoops;
    }

    Settings settings() {
        return settings;
    }

    Bus bus() {
        return bus;
    }

    MeterRegistry metrics() {
        return metrics;
    }

    AtomicInteger connections() {
        return connections;
    }

    /** Requests that wait for their order to be settled. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** Begins to load what the verticles will ask for. One that fails fails their start. */
    public void warmUp() {
        load();
    }

    /** Loads once, for all verticles; completes on the context of whichever asked first. */
    synchronized Future<Loaded> load() {
        Future<Loaded> first = loaded;
        if (first == null) {
            first = Contract.load(vertx).compose(contract -> issuer().map(issuer -> new Loaded(contract, issuer)));
            loaded = first;
        }
        return first;
    }

    private Future<@Nullable DevIssuer> issuer() {
        Settings.Auth auth = settings.auth();
        if (!auth.dev()) {
            return Future.succeededFuture(null);
        }
        if (auth.devKey().isEmpty()) {
            return Future.failedFuture(new SettingsException(List.of("auth.dev needs auth.dev-key")));
        }
        return vertx.executeBlocking(() -> DevIssuer.openOrCreate(Path.of(auth.devKey()), auth.issuer()));
    }
}
