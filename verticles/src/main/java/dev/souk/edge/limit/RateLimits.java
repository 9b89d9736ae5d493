package dev.souk.edge.limit;

import dev.souk.edge.connection.Connections;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many requests a caller may make, on one event loop: the subject of the token, or without one the client that
 * the connection tells. Reads are counted by this node alone, everything else by all nodes together.
 */
public final class RateLimits {
    private final Buckets buckets;
    private final SharedBuckets shared;
    private final Connections connections;
    private final LimitMetrics metrics;

    /** @param link name of the connection to Redis, one for each event loop */
    public RateLimits(
            Vertx vertx,
            Settings settings,
            String link,
            Buckets buckets,
            Connections connections,
            MeterRegistry metrics) {
        this.buckets = buckets;
        this.connections = connections;
        this.metrics = new LimitMetrics(metrics);
        this.shared = new SharedBuckets(vertx, settings, link, buckets, this.metrics, metrics);
    }

    /** From now on it lives here. */
    public void open() {
        shared.open();
    }

    public void close() {
        shared.close();
    }

    /** @param subject of the token; absent: a guest */
    public Future<Verdict> take(LimitClass limit, @Nullable String subject, HttpServerRequest request) {
        Bucket bucket = buckets.of(limit, subject == null ? connections.client(request) : subject);
        Future<Verdict> verdict =
                limit == LimitClass.READS ? Future.succeededFuture(bucket.take(buckets.now())) : shared.take(bucket);
        return verdict.onSuccess(said -> {
            if (!said.admitted()) {
                metrics.refused(limit);
            }
        });
    }

    /** Takes a token for a read of a guest, if there is one; nothing is made for that. */
    public boolean admitsRead(HttpServerRequest request) {
        return buckets.of(LimitClass.READS, connections.client(request)).takes(buckets.now());
    }
}
