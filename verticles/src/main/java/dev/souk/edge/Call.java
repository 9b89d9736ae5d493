package dev.souk.edge;

import dev.souk.edge.OperationRules.In;
import dev.souk.edge.OperationRules.ParameterRule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request that the contract knows, on its way through the edge. Lives on its event loop. Its parameters and its body
 * can be relied on to be what the contract says once {@link #check} has returned.
 */
final class Call {
    /** Where the failure handler finds the trace of a call. */
    static final String TRACE = "souk.trace";

    private static final String JSON = "application/json";
    private static final String KEY = "Idempotency-Key";

    private final RoutingContext ctx;
    private final OperationRules rules;
    private @Nullable Principal caller;
    private @Nullable JsonObject body;

    Call(RoutingContext ctx, OperationRules rules) {
        this.ctx = ctx;
        this.rules = rules;
    }

    HttpServerRequest request() {
        return ctx.request();
    }

    void setCaller(@Nullable Principal principal) {
        this.caller = principal;
    }

    /** @return none for a guest, where guests are admitted */
    @Nullable
    Principal caller() {
        return caller;
    }

    /** Whose token it is, where the contract asks for one. */
    Principal principal() {
        return Objects.requireNonNull(caller, "the contract admits guests here");
    }

    /** Made when first asked for: a read of the hot path needs none. */
    static TraceContext traceOf(RoutingContext ctx) {
        TraceContext trace = ctx.get(TRACE);
        if (trace == null) {
            trace = TraceContext.after(ctx.request().getHeader("traceparent"));
            ctx.put(TRACE, trace);
        }
        return trace;
    }

    /** The W3C trace context to hand on. */
    String traceparent() {
        return traceOf(ctx).traceparent();
    }

    @Nullable
    String header(CharSequence name) {
        return ctx.request().getHeader(name);
    }

    List<String> headers(CharSequence name) {
        return ctx.request().headers().getAll(name);
    }

    /** The body as it came, where nothing is held to the contract but its size. */
    Buffer rawBody() {
        Buffer bytes = ctx.body().buffer();
        return bytes == null ? Buffer.buffer() : bytes;
    }

    /** Runs when the call was answered, or nobody is there any more who could be. */
    void whenOver(Runnable then) {
        ctx.addEndHandler(over -> then.run());
    }

    /** A parameter of the path, decoded. */
    String path(String name) {
        return Objects.requireNonNull(ctx.pathParam(name), name);
    }

    UUID id() {
        return UUID.fromString(path("id"));
    }

    /** A parameter of the query, decoded; absent when it is not given. */
    @Nullable
    String query(String name) {
        List<String> values = ctx.queryParam(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    int query(String name, int otherwise) {
        String value = query(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** The Idempotency-Key, where the contract asks for one. */
    String key() {
        return Objects.requireNonNull(header(KEY), KEY);
    }

    /** The body, where the contract says there is one. */
    JsonObject body() {
        return Objects.requireNonNull(body, "the contract has no JSON body here");
    }

    /** @throws ProblemException naming everything that breaks the contract */
    void check() {
        Findings findings = new Findings();
        for (ParameterRule parameter : rules.parameters()) {
            findings.enter(parameter.name());
            check(parameter, findings);
            findings.leave();
        }
        Shape shape = rules.body();
        if (shape != null) {
            Object json = readBody();
            shape.check(json, findings);
            if (json instanceof JsonObject object) {
                body = object;
            }
        }
        if (!findings.errors().isEmpty()) {
            throw Problem.invalid(findings.errors()).asException();
        }
    }

    private void check(ParameterRule parameter, Findings findings) {
        String value = value(parameter, findings);
        if (value == null) {
            if (parameter.name().equals(KEY) && parameter.required()) {
                throw Problem.of(ProblemCode.IDEMPOTENCY_KEY_MISSING).asException();
            }
            if (parameter.required()) {
                findings.add("is missing");
            }
            return;
        }
        if (!parameter.integer()) {
            parameter.shape().check(value, findings);
            return;
        }
        try {
            parameter.shape().check(Long.valueOf(value), findings);
        } catch (NumberFormatException e) {
            findings.add("must be an integer");
        }
    }

    private @Nullable String value(ParameterRule parameter, Findings findings) {
        if (parameter.in() == In.PATH) {
            return ctx.pathParam(parameter.name());
        }
        List<String> values = parameter.in() == In.QUERY
                ? ctx.queryParam(parameter.name())
                : ctx.request().headers().getAll(parameter.name());
        if (values.size() > 1 && !parameter.name().equals(Prefer.HEADER)) {
            findings.add("must be given once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private @Nullable Object readBody() {
        String type = header(HttpHeaders.CONTENT_TYPE);
        if (!MediaTypes.is(type, JSON)) {
            throw MediaTypes.unsupported(type, JSON);
        }
        Buffer bytes = ctx.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            throw Problem.of(ProblemCode.MALFORMED_JSON, "The body is empty.").asException();
        }
        try {
            return Json.decodeValue(bytes);
        } catch (DecodeException e) {
            throw Problem.of(ProblemCode.MALFORMED_JSON).asException();
        }
    }
}
