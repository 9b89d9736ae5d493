package dev.souk.edge.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: the requests that have come over it, and how long it has been waiting for more. Lives on the event
 * loop of the connection.
 *
 * <pre>
 *  opened ──head──> request ──answer──> idle ──head──> request ...
 *     │ head late      │ body late        │ head late
 *     └> close         └> 408, close      └> close
 * </pre>
 */
final class Watch {
    /** Streams of HTTP/2: once so many are remembered, those that have ended are forgotten. */
    private static final int MANY = 200;

    private final HttpConnection connection;
    private final ClientGroup peer;
    private final boolean proxy;
    /** Requests that are not answered: of HTTP/1 one at most, the last that came. */
    private final List<Arrival> arrivals = new ArrayList<>(1);

    private boolean served;
    private boolean upgraded;
    private boolean closing;
    private boolean last;
    private long waited;

    /** @param proxy whether the peer speaks for others */
    Watch(HttpConnection connection, ClientGroup peer, boolean proxy) {
        this.connection = connection;
        this.peer = peer;
        this.proxy = proxy;
    }

    ClientGroup peer() {
        return peer;
    }

    boolean isProxy() {
        return proxy;
    }

    /** After the request that is being taken, there is none on this connection. */
    void last() {
        last = true;
    }

    /** @return false: there may be no further one, and the connection is closed */
    boolean begin(HttpServerRequest request) {
        if (last) {
            close();
            return false;
        }
        served = true;
        waited = 0;
        if (request.version() != HttpVersion.HTTP_2) {
            arrivals.clear();
        } else if (arrivals.size() >= MANY) {
            arrivals.removeIf(Arrival::isOver);
        }
        arrivals.add(new Arrival(request));
        return true;
    }

    /** @param streamId of HTTP/2; of HTTP/1 they are all alike, and there is one */
    @Nullable
    Arrival arrival(int streamId) {
        for (Arrival arrival : arrivals) {
            if (arrival.request().streamId() == streamId) {
                return arrival;
            }
        }
        return null;
    }

    /**
     * Lets time go by.
     *
     * @param late told of each request whose body is too late
     * @return whether the head of a request is too late: the connection is to be closed
     */
    boolean sweep(long millis, Deadlines deadlines, Consumer<HttpServerRequest> late) {
        if (upgraded || closing) {
            return false;
        }
        if (!arrivals.isEmpty()) {
            upgraded = arrivals.getFirst().isUpgrade();
            arrivals.removeIf(Arrival::isOver);
            for (Arrival arrival : List.copyOf(arrivals)) {
                if (arrival.isLateAfter(millis, deadlines)) {
                    late.accept(arrival.request());
                }
            }
            return false;
        }
        if (last) {
            close();
            return false;
        }
        waited += millis;
        return waited > (served ? deadlines.idle() : deadlines.head());
    }

    void close() {
        closing = true;
        connection.close();
    }
}
