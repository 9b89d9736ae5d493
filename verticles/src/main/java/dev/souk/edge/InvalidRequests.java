package dev.souk.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Answers what is no HTTP request, or too large a one, before any route has seen it; the connection ends with it. */
final class InvalidRequests implements Handler<HttpServerRequest> {
    private final MeterRegistry metrics;

    InvalidRequests(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(HttpServerRequest request) {
        ProblemCode code = code(request.decoderResult().cause());
        metrics.counter("souk.edge.problems", "code", code.code()).increment();
        TraceContext trace = TraceContext.after(null);
        request.response()
                .setStatusCode(code.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Responses.document(Problem.of(code), trace.traceId()))
                .onComplete(sent -> request.connection().close());
    }

    private static ProblemCode code(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line -> ProblemCode.URI_TOO_LONG;
            case TooLongHttpHeaderException headers -> ProblemCode.HEADERS_TOO_LARGE;
            case null, default -> ProblemCode.MALFORMED_REQUEST;
        };
    }
}
