package dev.souk.edge.body;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests whose caller was admitted. A body takes memory as it arrives, never as it is announced,
 * and is charged to the node's {@link BodyBudget} until its request has ended. A body in gzip is charged both as it
 * came and as it is decoded, for as long as decoding lasts. One reader serves all event loops of a node; a reading
 * lives on the event loop of its request.
 */
public final class BodyReader {
    /** The charge for the smallest body, bytes: a buffer costs something, however little is in it. */
    private static final int SMALLEST_CHARGE = 1_024;

    /** How long the rest of a refused body is read and let go, so that its sender gets to read the answer. */
    private static final long LINGER_MILLIS = 1_000;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int EXPECTATION_FAILED = 417;

    private final BodyBudget budget;
    private final Counter refused;

    public BodyReader(BodyBudget budget, MeterRegistry metrics) {
        this.budget = budget;
        this.refused = metrics.counter("souk.edge.bodies.refused");
        Gauge.builder("souk.edge.bodies.bytes", budget, BodyBudget::used).register(metrics);
    }

    /**
     * Reads to the end. The request may be paused.
     *
     * @param limit bytes, of the body as it comes and of the body as it is decoded
     * @param gzip whether it comes as gzip, and is to be decoded
     * @return the body; fails with {@link BusyException} when the node holds too many bytes already, else with an
     *     {@link HttpException}: 400 for a body that is no gzip, 413 beyond the limit, 417 for an unknown expectation
     */
    public Future<Buffer> read(RoutingContext ctx, int limit, boolean gzip) {
        HttpServerRequest request = ctx.request();
        if (request.response().closed()) {
            return Future.failedFuture(new HttpClosedException("the caller went away before the body was read"));
        }
        Reading reading = new Reading(ctx, limit, gzip);
        ctx.addEndHandler(reading::over);
        int status = refusal(request, limit);
        if (status != 0) {
            reading.refuse(new HttpException(status));
        } else {
            request.handler(reading::take).endHandler(end -> reading.end()).exceptionHandler(reading::fail);
        }
        request.resume();
        return reading.body.future();
    }

    /** @return the status that refuses the body by its headers; 0 when they do not */
    private static int refusal(HttpServerRequest request, int limit) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            if (length != null && Long.parseLong(length) > limit) {
                return TOO_LARGE;
            }
        } catch (NumberFormatException e) {
            return BAD_REQUEST;
        }
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation == null || request.version() == HttpVersion.HTTP_1_0) {
            return 0;
        }
        if (!expectation.equalsIgnoreCase("100-continue")) {
            return EXPECTATION_FAILED;
        }
        request.response().writeContinue();
        return 0;
    }

    /** @return the memory that a buffer of so many bytes takes: it grows by doubling */
    private static int charge(int length) {
        return length <= SMALLEST_CHARGE ? SMALLEST_CHARGE : Integer.highestOneBit(length - 1) << 1;
    }

    /** One body. */
    private final class Reading {
        final Promise<Buffer> body = Promise.promise();
        private final RoutingContext ctx;
        private final int limit;
        private final boolean gzip;
        private @Nullable Buffer received;
        private boolean copied;
        private int charged;

        Reading(RoutingContext ctx, int limit, boolean gzip) {
            this.ctx = ctx;
            this.limit = limit;
            this.gzip = gzip;
        }

        void take(Buffer chunk) {
            if (body.future().isComplete()) {
                return; // What is left of a refused body is let go.
            }
            Buffer before = received;
            int length = (before == null ? 0 : before.length()) + chunk.length();
            if (length > limit) {
                refuse(new HttpException(TOO_LARGE));
                return;
            }
            int charge = charge(length);
            if (!isCharged(charge)) {
                return;
            }
            if (before == null) {
                received = chunk; // As a rule the only one.
            } else if (copied) {
                before.appendBuffer(chunk);
            } else {
                received = Buffer.buffer(charge).appendBuffer(before).appendBuffer(chunk);
                copied = true;
            }
        }

        void end() {
            Buffer whole = received == null ? Buffer.buffer() : received;
            if (!gzip || body.future().isComplete()) {
                body.tryComplete(whole);
                return;
            }
            try (Gunzip gunzip = new Gunzip()) {
                decode(whole, gunzip);
            } catch (Gunzip.MalformedException e) {
                body.tryFail(new HttpException(BAD_REQUEST, e));
            }
        }

        private void decode(Buffer whole, Gunzip gunzip) throws Gunzip.MalformedException {
            int held = charged;
            Buffer decoded = Buffer.buffer();
            gunzip.feed(whole.getBytes());
            for (int more = gunzip.next(); more > 0; more = gunzip.next()) {
                int length = decoded.length() + more;
                if (length > limit) {
                    refuse(new HttpException(TOO_LARGE));
                    return;
                }
                if (!isCharged(held + charge(length))) {
                    return;
                }
                gunzip.appendTo(decoded);
            }
            if (!gunzip.isWhole()) {
                throw new Gunzip.MalformedException("the gzip is cut off");
            }
            received = decoded;
            giveBack(Math.max(0, charged - charge(decoded.length())));
            body.tryComplete(decoded);
        }

        private void giveBack(int charge) {
            budget.giveBack(charge);
            charged -= charge;
        }

        /** @return false: there was no room, and the body is refused */
        private boolean isCharged(int charge) {
            if (charge > charged) {
                if (!budget.take(charge - charged)) {
                    refused.increment();
                    refuse(new BusyException("the node holds as many bytes of bodies as it may"));
                    return false;
                }
                charged = charge;
            }
            return true;
        }

        /** A malformed body, such as a chunk without a size, is the caller's fault; it ends the connection. */
        void fail(Throwable failure) {
            if (failure instanceof HttpClosedException) {
                body.tryFail(failure);
            } else {
                refuse(new HttpException(BAD_REQUEST, failure));
            }
        }

        /** The rest is not waited for: a connection of HTTP/1 cannot go on after it, and ends soon after the answer. */
        void refuse(RuntimeException reason) {
            // After a chunk that is none the server library has answered already.
            if (ctx.request().version() != HttpVersion.HTTP_2 && !ctx.response().headWritten()) {
                ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                ctx.addEndHandler(answered -> linger());
            }
            release();
            body.tryFail(reason);
        }

        /**
         * RFC 9112, 9.6: a close while the caller still sends resets the connection, and the answer is lost with it.
         */
        private void linger() {
            HttpServerRequest request = ctx.request();
            if (request.isEnded()) {
                request.connection().close();
            } else {
                request.endHandler(sent -> request.connection().close());
                ctx.vertx().setTimer(LINGER_MILLIS, late -> request.connection().close());
            }
        }

        /** A body that cannot be read ends the response first, before {@link #fail} is told. */
        void over(AsyncResult<Void> end) {
            Throwable cause = end.cause();
            if (cause != null && !body.future().isComplete()) {
                fail(cause);
            }
            release();
            body.tryFail(new HttpClosedException("the request was over before its body"));
        }

        private void release() {
            giveBack(charged);
            received = null;
        }
    }
}
