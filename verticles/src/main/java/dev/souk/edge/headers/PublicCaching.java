package dev.souk.edge.headers;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/**
 * How long clients and shared caches may cache an answer that is the same for every caller. A node remembers a product
 * for a while; a cache of its answer may add as much again, and asks with the entity tag after that.
 */
public final class PublicCaching {
    private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");

    private final CharSequence control;

    /** @param fresh how long a node remembers it; below a second it is asked for each time */
    public PublicCaching(Duration fresh) {
        control = fresh.toSeconds() < 1
                ? REVALIDATE
                : HttpHeaders.createOptimized("public, max-age=" + fresh.toSeconds());
    }

    /** A value of {@code Cache-Control}. */
    public CharSequence control() {
        return control;
    }
}
