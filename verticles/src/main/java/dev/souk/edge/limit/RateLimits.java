package dev.souk.edge.limit;

import dev.souk.edge.connection.ClientGroup;
import dev.souk.edge.connection.Connections;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many requests a caller may make, on one event loop: the subject of the token, or without one the client
 * that the connection tells. Bad tokens are always their client's. Reads are counted by this node alone, everything
 * else by all nodes together.
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

    /** Opens the limits: from now on they live on the current context. */
    public void open() {
        shared.open();
    }

    public void close() {
        shared.close();
    }

    /** @param subject of the token; absent: a guest */
    public Future<Verdict> take(LimitClass limit, @Nullable String subject, HttpServerRequest request) {
        Bucket bucket = buckets.of(limit, subject == null ? client(request) : subject);
        return counted(
                limit == LimitClass.READS ? Future.succeededFuture(bucket.take(buckets.now())) : shared.take(bucket));
    }

    private Future<Verdict> counted(Future<Verdict> verdict) {
        return verdict.onSuccess(said -> {
            if (!said.admitted()) {
                metrics.refused(said.limit());
            }
        });
    }

    /** The client of the request, which is its caller where it has no token. */
    public ClientGroup client(HttpServerRequest request) {
        return connections.client(request);
    }

    /**
     * Says before a token is verified whether its client has sent too many bad ones. Nothing is asked for that: a node
     * learns from its own refusals the count of the others.
     *
     * @return the refusal, which is counted; absent: the token may be verified
     */
    public @Nullable Verdict refusesTokensOf(ClientGroup client) {
        Bucket known = buckets.known(LimitClass.BAD_TOKENS, client);
        Verdict refusal = known == null ? null : known.refusal(buckets.now());
        if (refusal != null) {
            metrics.refused(LimitClass.BAD_TOKENS);
        }
        return refusal;
    }

    /** @return whether the client may have sent this bad token, too */
    public Future<Verdict> takeBadToken(ClientGroup client) {
        return counted(shared.take(buckets.of(LimitClass.BAD_TOKENS, client)));
    }

    /** Takes a token for a read of a guest, if there is one; nothing is made for that. */
    public boolean admitsRead(HttpServerRequest request) {
        return buckets.of(LimitClass.READS, connections.client(request)).takes(buckets.now());
    }
}
