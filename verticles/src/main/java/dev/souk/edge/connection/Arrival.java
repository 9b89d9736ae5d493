package dev.souk.edge.connection;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** A request whose head has come, until it is answered. */
final class Arrival {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final HttpServerRequest request;
    private long waited;
    private boolean held;
    private boolean late;

    Arrival(HttpServerRequest request) {
        this.request = request;
    }

    HttpServerRequest request() {
        return request;
    }

    /** Whether this node is the one that does not take more of the body now. */
    void hold(boolean now) {
        held = now;
    }

    /** Whether nothing more comes and nothing more goes. */
    boolean isOver() {
        HttpServerResponse response = request.response();
        return (response.ended() || response.closed()) && request.isEnded();
    }

    /** Whether the connection speaks another protocol from now on. */
    boolean isUpgrade() {
        return request.version() != HttpVersion.HTTP_2 && request.response().getStatusCode() == SWITCHING_PROTOCOLS;
    }

    /**
     * Lets time go by.
     *
     * @return whether the body is too late; told once
     */
    boolean isLateAfter(long millis, Deadlines deadlines) {
        if (held || late || request.isEnded() || !hasBody()) {
            return false;
        }
        waited += millis;
        late = waited > deadlines.body(request.bytesRead());
        return late;
    }

    private boolean hasBody() {
        if (request.version() == HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return true;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }
}
