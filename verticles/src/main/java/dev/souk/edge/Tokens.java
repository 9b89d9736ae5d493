package dev.souk.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a token is of. A verified token is remembered until it expires or the keys change, because verifying costs
 * more than everything else that an order needs at the edge. Lives on one event loop.
 */
final class Tokens {
    private static final int REMEMBERED = 10_000;
    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_SUBJECT = 255;
    private static final Set<String> ROLES = Set.of(Principal.CUSTOMER, Principal.MERCHANT, Principal.OPERATOR);

    private final Vertx vertx;
    private final Settings.Auth settings;
    private final KeySource source;
    private final Clock clock;
    private final Cache<String, Principal> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private @Nullable JwksKeys keys;
    private @Nullable JWTAuth verifier;

    Tokens(Vertx vertx, Settings.Auth settings, KeySource source, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    /**
     * @param token a signed JWT
     * @return whose it is; fails with a 401 when it is not valid, with a 503 when the issuer's keys are not known
     */
    Future<Principal> verify(String token) {
        JwksKeys known = source.known();
        if (known == null) {
            return withKeysOf(token, null);
        }
        use(known);
        Principal remembered = verified.getIfPresent(token);
        if (remembered != null && remembered.expiresAt() + CLOCK_SKEW_SECONDS > clock.millis() / 1_000) {
            return Future.succeededFuture(remembered);
        }
        return withKeysOf(token, known);
    }

    private Future<Principal> withKeysOf(String token, @Nullable JwksKeys known) {
        if (!isSigned(token)) {
            return Future.failedFuture(invalid("The token is no signed JWT."));
        }
        String kid = keyId(token);
        if (known != null && (kid == null || known.has(kid))) {
            return check(token);
        }
        return source.again()
                .recover(failure -> Future.failedFuture(
                        Problem.of(ProblemCode.UNAVAILABLE, "The issuer of tokens cannot be reached.")
                                .asException()))
                .compose(keysNow -> {
                    use(keysNow);
                    return check(token);
                });
    }

    private void use(JwksKeys known) {
        if (known != keys) {
            JWTOptions options = new JWTOptions().setIssuer(settings.issuer()).setLeeway(CLOCK_SKEW_SECONDS);
            if (!settings.audience().isEmpty()) {
                options.setAudience(List.of(settings.audience()));
            }
            verifier = JWTAuth.create(
                    vertx, new JWTAuthOptions().setJwks(known.keys()).setJWTOptions(options));
            verified.invalidateAll();
            keys = known;
        }
    }

    private Future<Principal> check(String token) {
        JWTAuth jwt = verifier;
        if (jwt == null) {
            throw new IllegalStateException("a token is checked before there are keys");
        }
        return jwt.authenticate(new TokenCredentials(token))
                .recover(failure -> Future.failedFuture(invalid("The token is expired, forged or of another issuer.")))
                .map(user -> {
                    Principal principal = principal(user);
                    verified.put(token, principal);
                    return principal;
                });
    }

    private static Principal principal(User user) {
        JsonObject claims = user.attributes().getJsonObject("accessToken");
        if (!(claims.getValue("exp") instanceof Number expiresAt)) {
            throw invalid("The token never expires.");
        }
        if (!(claims.getValue("sub") instanceof String subject) || !isSubject(subject)) {
            throw invalid("The token's subject must be 1 to " + MAX_SUBJECT + " characters, none of them for control.");
        }
        return new Principal(subject, roles(claims.getValue("roles")), expiresAt.longValue());
    }

    private static boolean isSubject(String subject) {
        return !subject.isEmpty()
                && subject.length() <= MAX_SUBJECT
                && subject.chars().noneMatch(Character::isISOControl);
    }

    private static Set<String> roles(@Nullable Object claim) {
        Set<String> roles = new HashSet<>();
        if (claim instanceof JsonArray names) {
            for (Object name : names) {
                if (name instanceof String role && ROLES.contains(role)) {
                    roles.add(role);
                }
            }
        }
        return roles;
    }

    /** Three parts, none of them empty: what is not signed is never looked at further. */
    private static boolean isSigned(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        return token.length() <= MAX_LENGTH
                && first > 0
                && second > first + 1
                && second < token.length() - 1
                && token.indexOf('.', second + 1) < 0;
    }

    private static @Nullable String keyId(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            return new JsonObject(new String(header, StandardCharsets.UTF_8)).getValue("kid") instanceof String kid
                    ? kid
                    : null;
        } catch (IllegalArgumentException | DecodeException e) {
            throw invalid("The token is no signed JWT.");
        }
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(ProblemCode.UNAUTHENTICATED, detail)
                .withHeader("WWW-Authenticate", "Bearer realm=\"souk\", error=\"invalid_token\"")
                .asException();
    }
}
