package dev.souk.edge.management;

import dev.souk.edge.EventLoops;
import dev.souk.edge.headers.RequestIds;
import dev.souk.edge.http.InvalidRequests;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Refusals;
import dev.souk.edge.http.Responses;
import dev.souk.edge.http.TraceContext;
import dev.souk.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics, on a port of their own.
 *
 * <ul>
 *   <li>{@code /health/live}: this process responds, and so do the event loops of its edge; else it should be
 *     restarted.
 *   <li>{@code /health/serving}: it is up and not stopping, so that it answers the requests that it can, such as
 *       reads from its cache; else it must get no requests.
 *   <li>{@code /health/ready}: and everything that all of its work needs is there; else others serve better, if
 *     there are any.
 *   <li>{@code /metrics}: Prometheus, written on a worker thread.
 * </ul>
 */
public final class ManagementVerticle extends VerticleBase {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_SECONDS = 75;

    private final Settings.Management settings;
    private final PrometheusMeterRegistry metrics;
    private final ReadinessCheck serves;
    private final List<ReadinessCheck> needs;
    private final EventLoops eventLoops;
    private Readiness serving;
    private Readiness readiness;
    private @Nullable HttpServer server;

    /**
     * @param serves whether it is up and not stopping
     * @param needs the systems that it needs in order to do all of its work
     * @param eventLoops that must respond for the node to be alive
     */
    @SuppressWarnings("NullAway.Init") // both come with the context, in start
    public ManagementVerticle(
            Settings.Management settings,
            PrometheusMeterRegistry metrics,
            ReadinessCheck serves,
            List<ReadinessCheck> needs,
            EventLoops eventLoops) {
        this.settings = settings;
        this.metrics = metrics;
        this.serves = serves;
        this.needs = List.copyOf(needs);
        this.eventLoops = eventLoops;
    }

    @Override
    public Future<?> start() {
        serving = new Readiness(vertx, List.of(serves));
        readiness = new Readiness(
                vertx, Stream.concat(Stream.of(serves), needs.stream()).toList());
        HttpServerOptions options =
                new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(IDLE_SECONDS);
        InvalidRequests invalid = new InvalidRequests(new Refusals(metrics));
        HttpServer opening = vertx.createHttpServer(options)
                .invalidRequestHandler(request -> {
                    RequestIds.begin(request);
                    invalid.handle(request);
                })
                .requestHandler(this::handle);
        server = opening;
        return opening.listen(settings.port(), settings.host());
    }

    private void handle(HttpServerRequest request) {
        RequestIds.begin(request);
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        switch (String.valueOf(request.path())) {
            case String path when !reads -> problem(request, ProblemCode.METHOD_NOT_ALLOWED);
            case "/health/live" -> live(request);
            case "/health/serving" -> report(request, serving);
            case "/health/ready" -> report(request, readiness);
            case "/metrics" -> metrics(request);
            default -> problem(request, ProblemCode.ROUTE_NOT_FOUND);
        }
    }

    private void live(HttpServerRequest request) {
        eventLoops
                .respond(vertx)
                .onSuccess(all -> answer(request, 200, new JsonObject().put("status", "UP")))
                .onFailure(failure -> answer(
                        request,
                        503,
                        new JsonObject().put("status", "DOWN").put("reason", "an event loop does not respond")));
    }

    private static void report(HttpServerRequest request, Readiness asked) {
        asked.report().onSuccess(report -> answer(request, report.ready() ? 200 : 503, report.json()));
    }

    private void metrics(HttpServerRequest request) {
        vertx.executeBlocking(() -> Buffer.buffer(metrics.scrape()))
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS)
                        .end(text))
                .onFailure(failure -> problem(request, ProblemCode.INTERNAL_ERROR));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject json) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(json.toBuffer());
    }

    private static void problem(HttpServerRequest request, ProblemCode code) {
        HttpServerResponse response = request.response().setStatusCode(code.status());
        if (code == ProblemCode.METHOD_NOT_ALLOWED) {
            response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
        }
        String traceId = TraceContext.after(request.getHeader("traceparent")).traceId();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(Responses.document(Problem.of(code), traceId, RequestIds.of(response)));
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : Math.max(0, listening.actualPort());
    }
}
