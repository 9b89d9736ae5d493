package dev.souk.edge.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Answers input that is no HTTP request, or too large a one, before any route sees it; the connection ends then. */
public final class InvalidRequests implements Handler<HttpServerRequest> {
    private final Refusals refusals;

    public InvalidRequests(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void handle(HttpServerRequest request) {
        refusals.refuse(request, code(request.decoderResult().cause()));
    }

    private static ProblemCode code(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line -> ProblemCode.URI_TOO_LONG;
            case TooLongHttpHeaderException headers -> ProblemCode.HEADERS_TOO_LARGE;
            case null, default -> ProblemCode.MALFORMED_REQUEST;
        };
    }
}
