package dev.souk.cache.redis;

import dev.souk.bus.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-lived connection to the Redis Cluster, for one event loop; commands are pipelined on it. It follows a
 * failover by itself, but never comes back from the loss of all nodes, and waits for ever on one that vanished without
 * a word: so whenever a command is not answered a new connection is made beside it, one attempt at a time and ever less
 * often, and takes its place once it is there.
 */
final class RedisLink {
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int SHIFT_CAP = 5;

    private final Vertx vertx;
    private final RedisOptions options;
    private @Nullable Session session;
    /** Read by the gauge from other threads, written on the event loop alone. */
    private volatile boolean answering;

    private boolean connecting;
    private boolean closed;
    private int failures;

    private record Session(Redis client, RedisConnection connection) {}

    RedisLink(Vertx vertx, RedisOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    void open() {
        connecting = true;
        connect();
    }

    boolean isConnected() {
        return session != null;
    }

    /** Whether nothing is known against the connection. */
    boolean isAnswering() {
        return answering;
    }

    Future<@Nullable Response> send(Request command, Duration within) {
        Session current = session;
        if (current == null) {
            return Future.failedFuture(new UnavailableException("Redis is not connected"));
        }
        return current.connection()
                .send(command)
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(reply -> answering = true)
                .onFailure(failure -> suspect(current, failure));
    }

    /** A command that Redis itself refuses would be refused on a new connection too: the connection is kept. */
    private void suspect(Session failed, Throwable failure) {
        if (failed == session && !(failure instanceof Response)) {
            answering = false;
            connectLater();
        }
    }

    private void connectLater() {
        if (!connecting && !closed) {
            connecting = true;
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, SHIFT_CAP));
            vertx.setTimer(pause, waited -> connect());
        }
    }

    private void connect() {
        Redis client = Redis.createClient(vertx, new RedisOptions(options));
        client.connect()
                .timeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(connection -> connected(new Session(client, connection)))
                .onFailure(failure -> notConnected(client, failure));
    }

    private void connected(Session made) {
        connecting = false;
        if (closed) {
            end(made.client());
            return;
        }
        if (failures > 0) {
            log.info("Redis is connected again");
        }
        failures = 0;
        made.connection().exceptionHandler(broken -> log.debug("a connection to Redis broke", broken));
        Session before = session;
        session = made;
        answering = true;
        if (before != null) {
            end(before.client());
        }
    }

    private void notConnected(Redis client, Throwable failure) {
        connecting = false;
        end(client);
        if (failures == 0) {
            log.warn("Redis cannot be connected, reads go on without it: {}", failure.getMessage());
        }
        failures++;
        connectLater();
    }

    private static void end(Redis client) {
        client.close().onFailure(failure -> log.debug("a client of Redis did not close well", failure));
    }

    void close() {
        closed = true;
        Session last = session;
        session = null;
        answering = false;
        if (last != null) {
            end(last.client());
        }
    }
}
