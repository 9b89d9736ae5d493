package dev.souk.edge.headers;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The headers of all answers, put before anything else looks at a request. What answers may replace each of them: a
 * page its content policy, a product how long it may be cached.
 */
public final class CommonHeaders {
    public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

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
    private static final int MAX_ID = 64;

    private final @Nullable CharSequence vary;

    /**
     * @param compression whether answers depend on {@code Accept-Encoding}
     * @param origins whether they depend on {@code Origin}
     */
    public CommonHeaders(boolean compression, boolean origins) {
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
                .putHeader(CONTENT_POLICY, NOTHING)
                .putHeader(REQUEST_ID, requestId(request.getHeader(REQUEST_ID)));
        if (vary != null) {
            response.putHeader(HttpHeaders.VARY, vary);
        }
    }

    /** The caller's, so that a proxy's log and the answer name one request; a new one where that is not printable. */
    private static String requestId(@Nullable String callers) {
        return callers != null && isId(callers)
                ? callers
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= '0' && c <= '9'
                    || c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
