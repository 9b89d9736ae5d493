package dev.souk.edge;

import dev.souk.edge.connection.Connections;
import dev.souk.edge.connection.Deadlines;
import dev.souk.edge.connection.Framing;
import dev.souk.edge.headers.CommonHeaders;
import dev.souk.edge.headers.CrossOrigin;
import dev.souk.edge.http.InvalidRequests;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Refusals;
import dev.souk.edge.limit.RateLimits;
import dev.souk.edge.tls.ServerCertificate;
import dev.souk.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounds of one server, which connections and requests meet before the routes. Lives on one event loop. */
final class Front {
    private static final Logger log = LoggerFactory.getLogger(Front.class);
    private static final int MAX_REQUEST_LINE = 8_192;
    private static final int MAX_HEADERS = 16_384;
    /** Requests at one time on a connection of HTTP/2. */
    private static final int MAX_STREAMS = 100;
    /** Streams of HTTP/2 that a client may reset in half a minute; then its connection is closed (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final int RESET_SECONDS = 30;
    private static final int COMPRESSION_LEVEL = 4;
    /** Bytes: below, it costs more than it saves. */
    private static final int COMPRESSED_FROM = 1_024;

    private final Vertx vertx;
    private final Edge edge;
    private final @Nullable ServerCertificate certificate;
    private final Settings.Http settings;
    private final int frameBytes;
    private final CrossOrigin crossOrigin;
    private final CommonHeaders headers;
    private final Refusals refusals;
    private final Connections connections;
    private final RateLimits limits;

    /** @param certificate where the server speaks TLS */
    Front(Vertx vertx, Edge edge, @Nullable ServerCertificate certificate) {
        this.vertx = vertx;
        this.edge = edge;
        this.certificate = certificate;
        this.settings = edge.settings().http();
        this.frameBytes = edge.settings().live().frameBytes();
        this.crossOrigin = new CrossOrigin(settings.corsOrigins());
        this.headers = new CommonHeaders(settings.compression(), crossOrigin.isOn(), certificate != null);
        this.refusals = new Refusals(edge.metrics());
        this.connections = new Connections(
                vertx,
                edge.connections(),
                edge.clients(),
                Deadlines.of(
                        settings.headTimeout(), settings.idleTimeout(), settings.bodyTimeout(), settings.bodyRate()),
                edge.metrics(),
                request -> refuse(request, ProblemCode.REQUEST_TIMEOUT));
        this.limits = edge.limits(connections);
    }

    Connections connections() {
        return connections;
    }

    RateLimits limits() {
        return limits;
    }

    /** A server that does not listen yet. */
    HttpServer server(Handler<HttpServerRequest> routes) {
        InvalidRequests invalid = new InvalidRequests(refusals);
        connections.start();
        limits.open();
        return vertx.createHttpServer(options())
                .connectionHandler(connections::connected)
                .invalidRequestHandler(request -> {
                    headers.put(request);
                    invalid.handle(request);
                })
                .exceptionHandler(failure -> log.debug("a connection failed", failure))
                .requestHandler(connections.watching(request -> handle(request, routes)));
    }

    private void handle(HttpServerRequest request, Handler<HttpServerRequest> routes) {
        headers.put(request);
        if (!Framing.isSound(request)) {
            refuse(request, ProblemCode.MALFORMED_REQUEST);
            return;
        }
        if (edge.isLeaving() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (!crossOrigin.answers(request)) {
            routes.handle(request);
        }
    }

    private void refuse(HttpServerRequest request, ProblemCode code) {
        if (request.version() != HttpVersion.HTTP_2) {
            connections.last(request);
        }
        refusals.refuse(request, code);
    }

    void stop() {
        connections.stop();
        limits.close();
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(settings.h2c())
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setMaxConcurrentStreams(MAX_STREAMS)
                        .setMaxHeaderListSize(MAX_HEADERS))
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
                .setHttp2RstFloodWindowDuration(RESET_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setCompressionSupported(settings.compression())
                .setCompressionLevel(COMPRESSION_LEVEL)
                .setCompressionContentSizeThreshold(COMPRESSED_FROM)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxWebSocketFrameSize(frameBytes)
                .setMaxWebSocketMessageSize(frameBytes)
                // A compressing socket holds some 300 KB outside the heap, and a small frame may become a large one.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) settings.idleTimeout().toMillis());
        if (certificate != null) {
            certificate.putInto(options);
            options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setSslHandshakeTimeout(settings.headTimeout().toMillis());
        }
        return options;
    }
}
