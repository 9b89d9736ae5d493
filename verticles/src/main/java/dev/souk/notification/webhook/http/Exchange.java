package dev.souk.notification.webhook.http;

import dev.souk.notification.webhook.domain.AttemptResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, within a time. The exchange ends when the answer's body was read, when there was too much
 * of it, or when the time has passed; a request that is still open is then reset. For one context.
 */
final class Exchange {
    /** A body that is longer costs its connection. */
    private static final int BODY_BYTES = 65_536;

    private final Vertx vertx;
    private final Promise<AttemptResult> promise = Promise.promise();
    private final long timer;
    private AttemptResult atEnd = AttemptResult.without(AttemptResult.Kind.TIMEOUT);
    private @Nullable HttpClientRequest request;
    private int bodyBytes;

    Exchange(Vertx vertx, long timeoutMillis) {
        this.vertx = vertx;
        this.timer = vertx.setTimer(timeoutMillis, late -> cut());
    }

    Future<AttemptResult> result() {
        return promise.future();
    }

    boolean isOver() {
        return promise.future().isComplete();
    }

    void send(HttpClientRequest opened, Buffer body) {
        request = opened;
        if (isOver()) {
            opened.reset();
            return;
        }
        opened.exceptionHandler(broken -> broken());
        opened.send(body).onSuccess(this::answered).onFailure(failure -> broken());
    }

    private void answered(HttpClientResponse response) {
        atEnd = AttemptResult.answered(response.statusCode());
        response.exceptionHandler(broken -> end(atEnd));
        response.endHandler(read -> end(atEnd));
        response.handler(part -> {
            bodyBytes += part.length();
            if (bodyBytes > BODY_BYTES) {
                cut();
            }
        });
    }

    /** A connection that breaks after the answer's head has told all that there is to know. */
    private void broken() {
        end(atEnd.status() == null ? AttemptResult.without(AttemptResult.Kind.UNREACHABLE) : atEnd);
    }

    private void cut() {
        end(atEnd);
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
    }

    /** Nothing was sent, and that is not the endpoint's fault. */
    void fail(Throwable cause) {
        vertx.cancelTimer(timer);
        promise.tryFail(cause);
    }

    void end(AttemptResult result) {
        vertx.cancelTimer(timer);
        promise.tryComplete(result);
    }
}
