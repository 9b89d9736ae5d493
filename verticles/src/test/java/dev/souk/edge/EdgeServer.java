package dev.souk.edge;

import dev.souk.bus.Bus;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.edge.auth.DevIssuer;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real edge on a free port, and a client of it. Every response is held to the contract. */
public final class EdgeServer implements AutoCloseable {
    private static @Nullable EdgeServer shared;

    public final Vertx vertx;
    final Bus bus;
    public final Features features;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Settings settings;
    final Freshness products;
    final Edge edge;
    final DevIssuer issuer;
    final EdgeVerticle verticle;
    final String deployment;
    final WebClient client;
    /** A client for streams and sockets: it opens as many connections as streams. */
    final HttpClient http;

    private final Conformance conformance;

    /** One server for all tests that need no settings of their own; it forgets earlier questions. */
    public static synchronized EdgeServer shared() {
        if (shared == null) {
            shared = new EdgeServer(Map.of());
        }
        shared.features.forget();
        return shared;
    }

    public EdgeServer(Map<String, String> overrides) {
        this(overrides, Vertx.vertx());
    }

    /** @param vertx closed with this */
    EdgeServer(Map<String, String> overrides, Vertx vertx) {
        this.vertx = vertx;
        this.bus = new Bus(vertx, Duration.ofSeconds(3));
        this.features = new Features(bus);
        this.client = WebClient.create(vertx);
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1_000));
        Map<String, String> changed = new HashMap<>(
                Map.of("http.port", "0", "auth.dev", "true", "redis.nodes", "", "limits.bad-tokens.burst", "1000000"));
        try {
            Path key = Files.createTempDirectory("souk-edge").resolve("dev.pem");
            changed.put("auth.dev-key", key.toString());
            changed.putAll(overrides);
            settings = SettingsLoader.load(List.of(), Map.of(), changed);
            issuer = DevIssuer.openOrCreate(
                    key, settings.auth().issuer(), settings.auth().audience());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        products = new Freshness(settings.catalog().cacheTtl());
        edge = new Edge(vertx, settings, bus, metrics, products, new HotKeys(settings, metrics));
        Awaiting.result(vertx.deployVerticle(edge.live()));
        verticle = edge.verticle();
        deployment = Awaiting.result(vertx.deployVerticle(verticle));
        conformance = new Conformance(vertx);
    }

    /** @param options of a client for this server alone, which {@code vertx} closes */
    public WebClient client(WebClientOptions options) {
        return WebClient.create(vertx, options.setDefaultHost("127.0.0.1").setDefaultPort(port()));
    }

    public int port() {
        return verticle.port();
    }

    String token(String subject, String... roles) {
        return issuer.token(subject, List.of(roles));
    }

    /** @param path as it goes over the wire, with its query */
    public Request request(HttpMethod method, String path) {
        return new Request(this, method, path, client.request(method, port(), "127.0.0.1", path));
    }

    public Request get(String path) {
        return request(HttpMethod.GET, path);
    }

    public Request post(String path) {
        return request(HttpMethod.POST, path);
    }

    Request put(String path) {
        return request(HttpMethod.PUT, path);
    }

    Request delete(String path) {
        return request(HttpMethod.DELETE, path);
    }

    /** A request under construction. */
    public record Request(EdgeServer server, HttpMethod method, String path, HttpRequest<Buffer> http) {
        public Request header(String name, String value) {
            http.putHeader(name, value);
            return this;
        }

        public Request as(String subject, String... roles) {
            http.bearerTokenAuthentication(server.token(subject, roles));
            return this;
        }

        Request key(String key) {
            return header("Idempotency-Key", key);
        }

        public HttpResponse<Buffer> send() {
            return checked(Awaiting.result(http.send()));
        }

        HttpResponse<Buffer> json(String body) {
            return send("application/json", body);
        }

        HttpResponse<Buffer> send(String contentType, String body) {
            return send(contentType, Buffer.buffer(body));
        }

        HttpResponse<Buffer> send(String contentType, Buffer body) {
            http.putHeader("Content-Type", contentType);
            return checked(Awaiting.result(http.sendBuffer(body)));
        }

        private HttpResponse<Buffer> checked(HttpResponse<Buffer> response) {
            server.conformance.check(method, path, response);
            return response;
        }
    }

    @Override
    public void close() {
        client.close();
        Awaiting.result(vertx.close());
    }
}
