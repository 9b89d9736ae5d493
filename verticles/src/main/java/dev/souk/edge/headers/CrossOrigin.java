package dev.souk.edge.headers;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;

/**
 * Lets the scripts of other origins call, where the settings name the origin (CORS, Fetch standard 3.2). There are no
 * cookies, so no credentials are allowed. An origin that is not named gets no header, and its browser keeps the answer
 * from the script.
 */
public final class CrossOrigin {
    private static final String ANY = "*";
    private static final int NO_CONTENT = 204;
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, HEAD, POST, PUT, DELETE");
    private static final CharSequence HEADERS = HttpHeaders.createOptimized(
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, traceparent,"
                    + " X-Request-Id");
    private static final CharSequence EXPOSED = HttpHeaders.createOptimized(
            "Age, Allow, ETag, Idempotent-Replayed, Location, Preference-Applied, RateLimit, RateLimit-Policy,"
                    + " Retry-After, traceparent, X-Request-Id");
    /** Chromium keeps it no longer. */
    private static final CharSequence MAX_AGE_SECONDS = HttpHeaders.createOptimized("7200");

    private final Set<String> origins;

    /** @param origins as browsers write them, without a path; {@code *}: all */
    public CrossOrigin(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Whether there is any. */
    public boolean isOn() {
        return !origins.isEmpty();
    }

    /** @return whether the request was a preflight, and was answered */
    public boolean answers(HttpServerRequest request) {
        if (origins.isEmpty()) {
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean any = origins.contains(ANY);
        if (origin == null || !any && !origins.contains(origin)) {
            return false;
        }
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (!HttpMethod.OPTIONS.equals(request.method())
                || !request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            return false;
        }
        response.setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS)
                .end();
        return true;
    }
}
