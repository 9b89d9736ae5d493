package dev.souk.edge;

import dev.souk.bus.Json;
import dev.souk.edge.headers.RequestIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers. Counts problems by code: {@code souk.edge.problems}. */
final class Responses {
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotent-Replayed");
    private static final CharSequence PREFERENCE_APPLIED = HttpHeaders.createOptimized("Preference-Applied");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final String TYPE = "urn:problem-type:souk:";

    private final Map<ProblemCode, Counter> problems = new EnumMap<>(ProblemCode.class);

    Responses(MeterRegistry metrics) {
        for (ProblemCode code : ProblemCode.values()) {
            problems.put(code, metrics.counter("souk.edge.problems", "code", code.code()));
        }
    }

    void write(RoutingContext ctx, Answer answer) {
        switch (answer) {
            case Reply reply -> write(ctx, reply);
            case Problem problem -> write(ctx, problem);
        }
    }

    private void write(RoutingContext ctx, Reply reply) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            // The head is written where a stream was given up: its connection closes.
            return;
        }
        response.setStatusCode(reply.status());
        echoTrace(ctx, response);
        if (reply.etag() != null) {
            response.putHeader(HttpHeaders.ETAG, reply.etag());
        }
        if (reply.location() != null) {
            response.putHeader(HttpHeaders.LOCATION, reply.location());
        }
        if (reply.replayed()) {
            response.putHeader(REPLAYED, TRUE);
        }
        if (reply.preference() != null) {
            response.putHeader(PREFERENCE_APPLIED, reply.preference());
        }
        if (reply.age() != null) {
            response.putHeader(HttpHeaders.AGE, Long.toString(reply.age()));
        }
        if (reply.caching() != null) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, reply.caching());
        }
        Buffer body = reply.body();
        if (body == null) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, reply.type()).end(body);
        }
    }

    /** Only where there is a trace: the hot path makes none of its own. */
    private static void echoTrace(RoutingContext ctx, HttpServerResponse response) {
        TraceContext trace = ctx.get(Call.TRACE);
        if (trace != null || ctx.request().headers().contains(TRACEPARENT)) {
            response.putHeader(TRACEPARENT, Call.traceOf(ctx).traceparent());
        }
    }

    private void write(RoutingContext ctx, Problem problem) {
        Counter counter = problems.get(problem.code());
        if (counter != null) {
            counter.increment();
        }
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        TraceContext trace = Call.traceOf(ctx);
        response.setStatusCode(problem.code().status());
        problem.headers().forEach(response::putHeader);
        response.putHeader(TRACEPARENT, trace.traceparent());
        response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON)
                .end(document(problem, trace.traceId(), RequestIds.of(response)));
    }

    /**
     * A problem document.
     *
     * @param requestId as the answer's header says; none where the request was not named
     */
    static Buffer document(Problem problem, String traceId, @Nullable String requestId) {
        ProblemCode code = problem.code();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE + code.code());
        members.put("title", code.title());
        members.put("status", code.status());
        members.put("detail", problem.explained());
        members.put("code", code.code());
        members.put("traceId", traceId);
        if (requestId != null) {
            members.put("requestId", requestId);
        }
        if (!problem.errors().isEmpty()) {
            members.put("errors", problem.errors());
        }
        members.putAll(problem.members());
        return Buffer.buffer(Json.bytes(members));
    }
}
