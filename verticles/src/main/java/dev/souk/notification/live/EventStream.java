package dev.souk.notification.live;

import dev.souk.bus.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One response as a stream of server-sent events (the event-stream format of the HTML standard). Nothing is written
 * before the first signal, so that a refusal can still be an answer of its own. Lives on the event loop of its
 * connection.
 *
 * <p>Ends when nothing can follow, when the token expires, and when the reader does not keep up: no more events are
 * kept for it, and it resumes by the id that it got last. The connection of a slow reader is closed behind what is
 * already queued for it; where nothing is read at all, the server's idle time-out closes it.
 */
public final class EventStream {
    /** Milliseconds a client waits before it connects again. */
    private static final String RETRY = "retry: 3000\n\n";

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final long expiresAt;
    private final Promise<Outcome> outcome = Promise.promise();
    private long heartbeat = -1;
    private boolean ending;

    /** How a stream went. */
    public enum Outcome {
        /** There was a stream; the response has ended. */
        STREAMED,
        /** Nothing was written: the caller knows all, and nothing will follow. */
        NOTHING_LEFT,
        /** Nothing was written. */
        NO_SUCH_ORDER
    }

    /** @param expiresAt of the token, seconds since 1970 */
    public EventStream(Vertx vertx, HttpServerResponse response, MeterRegistry metrics, Clock clock, long expiresAt) {
        this.vertx = vertx;
        this.response = response;
        this.metrics = metrics;
        this.clock = clock;
        this.expiresAt = expiresAt;
    }

    /**
     * @param queueBytes that may wait for the reader
     * @param heartbeatMillis between two comments, which keep proxies from closing the connection
     */
    public void start(int queueBytes, long heartbeatMillis) {
        response.setWriteQueueMaxSize(queueBytes);
        heartbeat = vertx.setPeriodic(heartbeatMillis, tick -> {
            if (response.headWritten()) {
                write(":\n\n");
            }
        });
    }

    /** Fails when the order could not be read; then nothing was written. */
    public Future<Outcome> outcome() {
        return outcome.future();
    }

    public void tell(Signal signal) {
        if (ending || outcome.future().isComplete()) {
            return;
        }
        switch (signal) {
            case Signal.Steps next -> steps(next);
            case Signal.NoSuchOrder none -> over(Outcome.NO_SUCH_ORDER, null);
            case Signal.Unreadable fault -> over(Outcome.STREAMED, fault.cause());
        }
    }

    private void steps(Signal.Steps next) {
        if (!response.headWritten()) {
            if (next.over() && next.steps().isEmpty()) {
                over(Outcome.NOTHING_LEFT, null);
                return;
            }
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    // A proxy that collects the bytes of a response would hold the events back.
                    .putHeader("X-Accel-Buffering", "no");
            write(RETRY);
        }
        StringBuilder text = new StringBuilder();
        for (LiveStep step : next.steps()) {
            text.append("id: ").append(step.seq());
            text.append("\nevent: ").append(step.event());
            text.append("\ndata: ").append(step.json()).append("\n\n");
        }
        if (!text.isEmpty()) {
            write(text.toString());
        }
        if (next.over()) {
            end();
        }
    }

    private void write(String text) {
        if (ending || outcome.future().isComplete()) {
            return;
        }
        if (clock.millis() / 1_000 >= expiresAt) {
            metrics.counter("souk.live.closed", "reason", "expired").increment();
            end();
        } else if (response.writeQueueFull()) {
            metrics.counter("souk.live.closed", "reason", "slow").increment();
            ending = true;
            response.reset();
            over(Outcome.STREAMED, null);
        } else {
            response.write(text);
        }
    }

    /**
     * Ends the response, so that its reader connects again where there is a node; harmless when the reader has gone.
     */
    public void end() {
        if (ending || outcome.future().isComplete()) {
            return;
        }
        // The end of a response calls back: this comes by a second time before it is done.
        ending = true;
        if (!response.closed() && !response.ended()) {
            if (!response.headWritten()) {
                over(Outcome.STREAMED, new UnavailableException("this node stops"));
                return;
            }
            response.end();
        }
        over(Outcome.STREAMED, null);
    }

    private void over(Outcome how, @Nullable Throwable failure) {
        vertx.cancelTimer(heartbeat);
        if (failure == null) {
            outcome.tryComplete(how);
        } else {
            outcome.tryFail(failure);
        }
    }
}
