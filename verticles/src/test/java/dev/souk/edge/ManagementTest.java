package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.management.ManagementVerticle;
import dev.souk.edge.management.ReadinessCheck;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health and metrics on the port that is for them. */
class ManagementTest {
    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private final EventLoops eventLoops = new EventLoops();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Future<?> serving = Future.succeededFuture();
    private volatile Future<?> database = Future.succeededFuture();
    private int port;

    @BeforeEach
    void open() {
        Settings settings =
                SettingsLoader.load(List.of(), Map.of(), Map.of("management.port", "0", "auth.jwks", "unused.json"));
        ManagementVerticle management = new ManagementVerticle(
                settings.management(),
                metrics,
                new ReadinessCheck("serving", () -> serving),
                List.of(new ReadinessCheck("database", () -> database)),
                eventLoops);
        Awaiting.result(vertx.deployVerticle(management));
        port = management.port();
    }

    @AfterEach
    void close() {
        Awaiting.result(vertx.close());
    }

    private HttpResponse<Buffer> call(HttpMethod method, String path) {
        return Awaiting.result(client.request(method, port, "127.0.0.1", path).send());
    }

    private JsonObject ready(int status) {
        HttpResponse<Buffer> response = call(HttpMethod.GET, "/health/ready");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("content-type")).isEqualTo("application/json");
        return response.bodyAsJsonObject();
    }

    @Test
    void isReadyWhenEverythingIsThere() {
        JsonObject report = ready(200);

        assertThat(report.getString("status")).isEqualTo("UP");
        assertThat(report.getJsonArray("checks"))
                .containsExactly(
                        JsonObject.of("name", "serving", "status", "UP"),
                        JsonObject.of("name", "database", "status", "UP"));
    }

    @Test
    void isNotReadyBeforeItServesAndSaysWhatIsMissing() {
        serving = Future.failedFuture("starting or stopping");

        JsonObject report = ready(503);

        assertThat(report.getString("status")).isEqualTo("DOWN");
        assertThat(report.getJsonArray("checks"))
                .containsExactly(
                        JsonObject.of("name", "serving", "status", "DOWN", "reason", "starting or stopping"),
                        JsonObject.of("name", "database", "status", "UP"));
    }

    @Test
    void isNotReadyWhileSomethingHangs() {
        database = Promise.promise().future();
        assertThat(ready(503).getJsonArray("checks").getJsonObject(1).getString("reason"))
                .contains("no answer within");

        database = Future.succeededFuture();
        ready(200);
    }

    @Test
    void servesWithoutItsDatabaseButNotBeforeItIsUp() {
        database = Future.failedFuture("connection refused");
        assertThat(ready(503).getString("status")).isEqualTo("DOWN");
        HttpResponse<Buffer> serves = call(HttpMethod.GET, "/health/serving");
        assertThat(serves.statusCode()).isEqualTo(200);
        assertThat(serves.bodyAsJsonObject().getJsonArray("checks"))
                .containsExactly(JsonObject.of("name", "serving", "status", "UP"));

        serving = Future.failedFuture("starting or stopping");
        assertThat(call(HttpMethod.GET, "/health/serving").statusCode()).isEqualTo(503);
    }

    @Test
    void isAliveWhileItsEventLoopsTurn() throws InterruptedException {
        assertThat(call(HttpMethod.GET, "/health/live").bodyAsJsonObject()).isEqualTo(JsonObject.of("status", "UP"));
        CountDownLatch release = new CountDownLatch(1);
        Vertx other = Vertx.vertx();
        Context blocked = other.getOrCreateContext();
        eventLoops.add(blocked);
        blocked.runOnContext(turn -> {
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        HttpResponse<Buffer> response = call(HttpMethod.GET, "/health/live");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("DOWN");
        release.countDown();
        assertThat(call(HttpMethod.GET, "/health/live").statusCode()).isEqualTo(200);
        Awaiting.result(other.close());
    }

    @Test
    void writesMetricsAsPrometheusReadsThem() {
        metrics.counter("souk.test.lamps", "colour", "red").increment(3);

        HttpResponse<Buffer> response = call(HttpMethod.GET, "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).startsWith("text/plain; version=0.0.4");
        assertThat(response.bodyAsString().lines())
                .contains("# TYPE souk_test_lamps_total counter", "souk_test_lamps_total{colour=\"red\"} 3.0");
    }

    @Test
    void hasNothingElse() {
        HttpResponse<Buffer> unknown = call(HttpMethod.GET, "/v1/products");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(unknown.bodyAsJsonObject().getString("code")).isEqualTo("route_not_found");
        HttpResponse<Buffer> written = call(HttpMethod.POST, "/metrics");
        assertThat(written.statusCode()).isEqualTo(405);
        assertThat(written.getHeader("allow")).isEqualTo("GET, HEAD");
        assertThat(call(HttpMethod.HEAD, "/health/live").statusCode()).isEqualTo(200);
    }
}
