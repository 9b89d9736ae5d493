package dev.souk.edge;

import dev.souk.edge.headers.RequestIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Answers requests that no route may see, or see any longer. The connection of HTTP/1 ends with the answer. */
final class Refusals {
    private final MeterRegistry metrics;

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Where the answer has begun, the request is ended without one. */
    void refuse(HttpServerRequest request, ProblemCode code) {
        metrics.counter("souk.edge.problems", "code", code.code()).increment();
        HttpServerResponse response = request.response();
        boolean streams = request.version() == HttpVersion.HTTP_2;
        if (!response.headWritten() && !response.closed()) {
            TraceContext trace = TraceContext.after(null);
            if (!streams) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            response.setStatusCode(code.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .putHeader("traceparent", trace.traceparent())
                    .end(Responses.document(Problem.of(code), trace.traceId(), RequestIds.of(response)))
                    .onComplete(sent -> end(request, streams));
        } else {
            end(request, streams);
        }
    }

    private static void end(HttpServerRequest request, boolean streams) {
        if (streams) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
