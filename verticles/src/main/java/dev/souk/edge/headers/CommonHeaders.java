package dev.souk.edge.headers;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The headers of all answers, put before anything else looks at a request. The handler of an answer may replace each of
 * them: a page sets its content policy, a product how long it may be cached.
 */
public final class CommonHeaders {
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence ACCEPT_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");
    private static final CharSequence BOTH = HttpHeaders.createOptimized("Accept-Encoding, Origin");

    private static final CharSequence TRANSPORT = HttpHeaders.createOptimized("Strict-Transport-Security");
    /** Without subdomains: hosts below this name may belong to others, and be served without TLS. */
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private final @Nullable CharSequence vary;
    private final boolean tls;

    /**
     * @param compression whether answers depend on {@code Accept-Encoding}
     * @param origins whether they depend on {@code Origin}
     * @param tls whether the server speaks TLS: its clients are told to come without it no more (RFC 6797)
     */
    public CommonHeaders(boolean compression, boolean origins, boolean tls) {
        this.tls = tls;
        if (compression) {
            vary = origins ? BOTH : ACCEPT_ENCODING;
        } else {
            vary = origins ? ORIGIN : null;
        }
    }

    public void put(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .putHeader(REFERRER_POLICY, NO_REFERRER)
                .putHeader(CONTENT_POLICY, NOTHING);
        RequestIds.begin(request);
        if (tls) {
            response.putHeader(TRANSPORT, ONE_YEAR);
        }
        if (vary != null) {
            response.putHeader(HttpHeaders.VARY, vary);
        }
    }
}
