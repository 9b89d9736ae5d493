package dev.souk.edge.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one server, on its event loop. Closes one that is one too many, and one whose client takes too
 * long to send a request: an idle time-out does not notice a client that sends a byte now and then.
 *
 * <p>Looks at all of them twice a second, so that a request costs no timer. Time in which this event loop did not run
 * is not the clients'.
 */
public final class Connections {
    static final long PERIOD_MILLIS = 500;

    private static final long NANOS = 1_000_000;

    private final Vertx vertx;
    private final ConnectionCount count;
    private final Clients clients;
    private final Deadlines deadlines;
    private final Consumer<HttpServerRequest> late;
    private final Counter lateHeads;
    private final Counter lateBodies;
    private final Map<HttpConnection, Watch> watched = new HashMap<>();
    private long timer;
    private long swept;

    /** @param late answers a request whose body is too late, and ends its connection */
    public Connections(
            Vertx vertx,
            ConnectionCount count,
            Clients clients,
            Deadlines deadlines,
            MeterRegistry metrics,
            Consumer<HttpServerRequest> late) {
        this.vertx = vertx;
        this.count = count;
        this.clients = clients;
        this.deadlines = deadlines;
        this.late = late;
        this.lateHeads = metrics.counter("souk.edge.requests.late", "part", "head");
        this.lateBodies = metrics.counter("souk.edge.requests.late", "part", "body");
    }

    /** Call on the server's event loop before it listens. */
    public void start() {
        swept = System.nanoTime();
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> sweep());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    public void connected(HttpConnection connection) {
        ClientGroup peer = ConnectionCount.clientOf(connection.remoteAddress());
        boolean proxy = clients.isProxy(connection.remoteAddress());
        connection.closeHandler(closed -> {
            watched.remove(connection);
            count.closed(peer);
        });
        if (count.opened(peer, proxy)) {
            watched.put(connection, new Watch(connection, peer, proxy));
        } else {
            connection.close();
        }
    }

    /** Stands before the handler that answers requests. */
    public Handler<HttpServerRequest> watching(Handler<HttpServerRequest> next) {
        return request -> {
            Watch watch = watched.get(request.connection());
            if (watch == null || watch.begin(request)) {
                next.handle(request);
            }
        };
    }

    /** The client of the request; without a proxy, as it was found when its connection opened. */
    public ClientGroup client(HttpServerRequest request) {
        Watch watch = watched.get(request.connection());
        if (watch == null) {
            return clients.of(request);
        }
        return watch.isProxy() ? clients.behind(watch.peer(), request.headers()) : watch.peer();
    }

    /** No request may follow this one on its connection: a later request is not handled. */
    public void last(HttpServerRequest request) {
        Watch watch = watched.get(request.connection());
        if (watch != null) {
            watch.last();
        }
    }

    /** The body of a request whose reader takes its time: while the reader does not take any, none is late. */
    public ReadStream<Buffer> unhurried(HttpServerRequest request) {
        Watch watch = watched.get(request.connection());
        Arrival arrival = watch == null ? null : watch.arrival(request.streamId());
        return arrival == null ? request : new UnhurriedBody(request, arrival);
    }

    private void sweep() {
        long now = System.nanoTime();
        long millis = Math.min((now - swept) / NANOS, 2 * PERIOD_MILLIS);
        swept = now;
        for (Watch watch : List.copyOf(watched.values())) {
            if (watch.sweep(millis, deadlines, this::lateBody)) {
                lateHeads.increment();
                watch.close();
            }
        }
    }

    private void lateBody(HttpServerRequest request) {
        lateBodies.increment();
        late.accept(request);
    }

    /** The body that tells when it is not asked for. */
    private static final class UnhurriedBody implements ReadStream<Buffer> {
        private final HttpServerRequest request;
        private final Arrival arrival;

        UnhurriedBody(HttpServerRequest request, Arrival arrival) {
            this.request = request;
            this.arrival = arrival;
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> failed) {
            request.exceptionHandler(failed);
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> taker) {
            request.handler(
                    taker == null
                            ? null
                            : chunk -> {
                                arrival.hold(true); // Until the next is asked for.
                                taker.handle(chunk);
                            });
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            arrival.hold(true);
            request.pause();
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            arrival.hold(false);
            request.resume();
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            arrival.hold(false);
            request.fetch(amount);
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> end) {
            request.endHandler(end);
            return this;
        }
    }
}
