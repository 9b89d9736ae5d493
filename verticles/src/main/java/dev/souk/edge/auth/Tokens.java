package dev.souk.edge.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the principal of a token. A verified token is remembered until it expires or the keys change, because verifying
 * costs more than everything else that an order needs at the edge. Lives on one event loop.
 */
public final class Tokens {
    private static final int REMEMBERED = 10_000;

    private final Vertx vertx;
    private final Settings.Auth settings;
    private final KeySource source;
    private final Clock clock;
    private final Cache<String, Principal> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private @Nullable JwksKeys keys;
    private @Nullable JWTAuth verifier;

    public Tokens(Vertx vertx, Settings.Auth settings, KeySource source, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    /**
     * @param token a signed JWT
     * @return its principal; fails with a 401 when it is not valid, with a 503 when the issuer's keys are not known
     */
    public Future<Principal> verify(String token) {
        Principal remembered = remembered(token);
        if (remembered != null) {
            return Future.succeededFuture(remembered);
        }
        TokenParts parts;
        Principal claimed;
        try {
            parts = TokenParts.of(token);
            claimed = parts.principal(settings, now());
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
        return withKeyOf(parts, source.known()).compose(ready -> check(token, claimed));
    }

    /** The principal of a token that was verified before and is still valid; absent for any other token. */
    @Nullable
    public Principal remembered(String token) {
        JwksKeys known = source.known();
        if (known == null) {
            return null;
        }
        use(known);
        Principal remembered = verified.getIfPresent(token);
        return remembered == null || TokenParts.isOver(remembered, now()) ? null : remembered;
    }

    private long now() {
        return clock.millis() / 1_000;
    }

    /** @return done when the verifier knows the key that the token names, or there is none that it could know */
    private Future<Void> withKeyOf(TokenParts parts, @Nullable JwksKeys known) {
        String kid = parts.keyId();
        if (known != null && (kid == null || known.has(kid))) {
            return Future.succeededFuture();
        }
        return source.again()
                .recover(failure -> Future.failedFuture(
                        Problem.of(ProblemCode.UNAVAILABLE, "The issuer of tokens cannot be reached.")
                                .asException()))
                .onSuccess(this::use)
                .mapEmpty();
    }

    private void use(JwksKeys known) {
        if (known == keys) {
            return;
        }
        if (keys == null || !known.isSameAs(keys)) {
            // Only the signature is left to the library: it takes a claim of another type than it expects for a fault.
            JWTOptions options = new JWTOptions().setIgnoreExpiration(true);
            verifier = JWTAuth.create(
                    vertx, new JWTAuthOptions().setJwks(known.keys()).setJWTOptions(options));
            verified.invalidateAll();
        }
        keys = known;
    }

    private Future<Principal> check(String token, Principal claimed) {
        JWTAuth jwt = verifier;
        if (jwt == null) {
            throw new IllegalStateException("a token is checked before there are keys");
        }
        // Composed, because the library throws at claims of a type that it does not expect.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(jwt::authenticate)
                .recover(failure ->
                        Future.failedFuture(TokenParts.invalid("The token's signature is not the issuer's.")))
                .map(user -> {
                    verified.put(token, claimed);
                    return claimed;
                });
    }
}
