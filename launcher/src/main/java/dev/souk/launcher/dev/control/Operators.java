package dev.souk.launcher.dev.control;

import dev.souk.edge.auth.DevIssuer;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells by their development tokens who is an operator, also while no node runs that could tell. */
final class Operators {
    private static final String SCHEME = "Bearer ";

    private final DevIssuer issuer;
    private final InstantSource clock;

    Operators(DevIssuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** @param key of the development issuer, which the nodes of this shop share */
    static Operators of(Path key, String issuer, String audience) {
        try {
            return new Operators(DevIssuer.openOrCreate(key, issuer, audience), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ControlException when it is no operator's token */
    void require(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw ControlException.unauthorized("an operator's token is missing");
        }
        JsonArray roles = issuer.claims(authorization.substring(SCHEME.length()).trim(), clock.instant())
                .orElseThrow(() -> ControlException.unauthorized("the token is not valid"))
                .getJsonArray("roles", new JsonArray());
        if (!roles.contains("operator")) {
            throw ControlException.forbidden("only operators may do this");
        }
    }
}
