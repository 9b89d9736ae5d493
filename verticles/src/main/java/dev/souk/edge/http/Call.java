package dev.souk.edge.http;

import dev.souk.bus.StrictJson;
import dev.souk.edge.contract.Findings;
import dev.souk.edge.contract.OperationRules;
import dev.souk.edge.contract.OperationRules.In;
import dev.souk.edge.contract.OperationRules.ParameterRule;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.contract.Shape;
import dev.souk.edge.contract.StorableText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request that the contract knows, on its way through the edge. Lives on its event loop. Its parameters and its
 * body can be relied on to be what the contract says once {@link #check} has returned.
 */
public final class Call {
    /** Where the failure handler finds the trace of a call. */
    static final String TRACE = "souk.trace";

    private static final String JSON = "application/json";
    /** ASCII digits only; those of other scripts are no number in any URL. */
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private static final String KEY = "Idempotency-Key";
    /** Headers whose lines are read as one list. */
    private static final Set<String> LISTS = Set.of("If-Match", "If-None-Match");

    private final RoutingContext ctx;
    private final OperationRules rules;
    private @Nullable Principal caller;
    private @Nullable Buffer rawBody;
    private @Nullable JsonObject body;

    public Call(RoutingContext ctx, OperationRules rules) {
        this.ctx = ctx;
        this.rules = rules;
    }

    public HttpServerRequest request() {
        return ctx.request();
    }

    public void setCaller(@Nullable Principal principal) {
        this.caller = principal;
    }

    /** @return none for a guest, where guests are admitted */
    @Nullable
    public Principal caller() {
        return caller;
    }

    /** The principal of the token, where the contract asks for one. */
    public Principal principal() {
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
    public String traceparent() {
        return traceOf(ctx).traceparent();
    }

    @Nullable
    public String header(CharSequence name) {
        return ctx.request().getHeader(name);
    }

    List<String> headers(CharSequence name) {
        return ctx.request().headers().getAll(name);
    }

    /** A header that holds a list: its lines are one list (RFC 9110, 5.3). */
    @Nullable
    public String list(CharSequence name) {
        List<String> lines = headers(name);
        return lines.isEmpty() ? null : String.join(", ", lines);
    }

    /** The body as it came, where nothing is held to the contract but its size. */
    public Buffer rawBody() {
        return rawBody == null ? Buffer.buffer() : rawBody;
    }

    public void setRawBody(Buffer bytes) {
        this.rawBody = bytes;
    }

    /** Runs when the call was answered, or when its client has gone. */
    public void whenOver(Runnable then) {
        ctx.addEndHandler(over -> then.run());
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        return Objects.requireNonNull(ctx.pathParam(name), name);
    }

    public UUID id() {
        return UUID.fromString(path("id"));
    }

    /** A parameter of the query, decoded; absent when it is not given. */
    @Nullable
    public String query(String name) {
        List<String> values = ctx.queryParam(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    public int query(String name, int otherwise) {
        String value = query(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** The Idempotency-Key, where the contract asks for one. */
    public String key() {
        return Objects.requireNonNull(header(KEY), KEY);
    }

    /** The body, where the contract says there is one. */
    public JsonObject body() {
        return Objects.requireNonNull(body, "the contract has no JSON body here");
    }

    /** @throws ProblemException naming everything that breaks the contract */
    public void check() {
        if (!Encodings.isRight(request().query())
                || !Encodings.isRight(request().path())) {
            throw Problem.of(ProblemCode.MALFORMED_REQUEST, "The path or the query is not percent-encoded UTF-8.")
                    .asException();
        }
        Findings findings = new Findings();
        for (ParameterRule parameter : rules.parameters()) {
            findings.enter(parameter.name());
            check(parameter, findings);
            findings.leave();
        }
        Shape shape = rules.body();
        if (shape != null) {
            Object json = readBody();
            StorableText.RULE.check(json, findings);
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
            StorableText.RULE.check(value, findings);
            parameter.shape().check(value, findings);
            return;
        }
        if (INTEGER.matcher(value).matches()) {
            parameter.shape().check(Long.valueOf(value), findings);
        } else {
            findings.add("must be an integer");
        }
    }

    private @Nullable String value(ParameterRule parameter, Findings findings) {
        if (parameter.in() == In.PATH) {
            return ctx.pathParam(parameter.name());
        }
        if (LISTS.contains(parameter.name())) {
            return list(parameter.name());
        }
        List<String> values = parameter.in() == In.QUERY ? ctx.queryParam(parameter.name()) : headers(parameter.name());
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
        Buffer bytes = rawBody();
        if (bytes.length() == 0) {
            throw Problem.of(ProblemCode.MALFORMED_JSON, "The body is empty.").asException();
        }
        try {
            return StrictJson.read(bytes.getBytes());
        } catch (StrictJson.MalformedException e) {
            throw Problem.of(ProblemCode.MALFORMED_JSON, "The body is not JSON: " + e.getMessage() + ".")
                    .asException();
        }
    }
}
