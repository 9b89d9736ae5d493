package dev.souk.edge.auth;

import dev.souk.bus.StrictJson;
import dev.souk.bus.Texts;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header and the claims of a token (RFC 7515 and 7519), before its signature is verified. They count as true only
 * once the signature was found to be the issuer's.
 */
record TokenParts(JsonObject header, JsonObject claims) {
    /** The most that the issuer's clock may differ. */
    static final int CLOCK_SKEW_SECONDS = 5;

    private static final int LONGEST = 8_192;
    private static final int MAX_SUBJECT = 255;
    private static final Set<String> ROLES = Set.of(Principal.CUSTOMER, Principal.MERCHANT, Principal.OPERATOR);
    /** Seconds; some 30,000 years. A larger number is not taken for a time. */
    private static final BigDecimal FARTHEST = BigDecimal.valueOf(1_000_000_000_000L);

    /**
     * Reads three parts, none of them empty: an unsigned token is never looked at further.
     *
     * @throws ProblemException with a 401 when it is no signed JWT
     */
    static TokenParts of(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        boolean signed = token.length() <= LONGEST
                && first > 0
                && second > first + 1
                && second < token.length() - 1
                && token.indexOf('.', second + 1) < 0;
        if (!signed) {
            throw invalid("The token is no signed JWT.");
        }
        return new TokenParts(read(token.substring(0, first)), read(token.substring(first + 1, second)));
    }

    private static JsonObject read(String part) {
        try {
            if (StrictJson.read(Base64.getUrlDecoder().decode(part)) instanceof JsonObject object) {
                return object;
            }
        } catch (IllegalArgumentException | StrictJson.MalformedException e) {
            throw invalid("The token is no signed JWT.");
        }
        throw invalid("The token is no signed JWT.");
    }

    @Nullable
    String keyId() {
        return header.getValue("kid") instanceof String kid ? kid : null;
    }

    /**
     * Holds the token to the issuer and the audience of the settings and to the time. When it was issued is no reason
     * to refuse it: RFC 7519, 4.1.6, gives {@code iat} no such meaning, and {@code nbf} has it.
     *
     * @param now seconds since 1970
     * @return the principal of the token, valid only if its signature is right
     * @throws ProblemException with a 401
     */
    Principal principal(Settings.Auth settings, long now) {
        if (header.containsKey("crit")) {
            // RFC 7515, 4.1.11: a token is invalid where a critical header is not understood; none is understood here.
            throw invalid("The token has critical header parameters that are not understood.");
        }
        if (!(header.getValue("alg") instanceof String) || !isText(header.getValue("kid", ""))) {
            throw invalid("The token's header is not well formed.");
        }
        if (!settings.issuer().equals(claims.getValue("iss"))) {
            throw invalid("The token is of another issuer.");
        }
        if (!settings.audience().isEmpty() && !isFor(settings.audience())) {
            throw invalid("The token is for another audience.");
        }
        if (claims.containsKey("iat")) {
            seconds("iat");
        }
        if (claims.containsKey("nbf") && seconds("nbf") > now + CLOCK_SKEW_SECONDS) {
            throw invalid("The token is not valid yet.");
        }
        if (!claims.containsKey("exp")) {
            throw invalid("The token never expires.");
        }
        Principal principal = new Principal(subject(), roles(), seconds("exp"));
        if (isOver(principal, now)) {
            throw invalid("The token has expired.");
        }
        return principal;
    }

    static boolean isOver(Principal principal, long now) {
        return principal.expiresAt() + CLOCK_SKEW_SECONDS <= now;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String;
    }

    /** One audience, or several of which one will do (RFC 7519, 4.1.3). */
    private boolean isFor(String audience) {
        return switch (claims.getValue("aud")) {
            case String one -> one.equals(audience);
            case JsonArray several -> several.contains(audience);
            case null, default -> false;
        };
    }

    /** A time is a number, whole or not (RFC 7519, 2). */
    private long seconds(String claim) {
        if (claims.getValue(claim) instanceof Number number) {
            BigDecimal seconds = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
            if (seconds.abs().compareTo(FARTHEST) <= 0) {
                return seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
            }
        }
        throw invalid("The token's " + claim + " is no time in seconds.");
    }

    private String subject() {
        boolean right = claims.getValue("sub") instanceof String subject
                && !subject.isEmpty()
                && Texts.length(subject) <= MAX_SUBJECT
                && Texts.isStorable(subject)
                && subject.chars().noneMatch(Character::isISOControl);
        if (!right) {
            throw invalid("The token's subject must be 1 to " + MAX_SUBJECT + " characters, none of them for control.");
        }
        return claims.getString("sub");
    }

    private Set<String> roles() {
        Set<String> roles = new HashSet<>();
        if (claims.getValue("roles") instanceof JsonArray names) {
            for (Object name : names) {
                if (name instanceof String role && ROLES.contains(role)) {
                    roles.add(role);
                }
            }
        }
        return roles;
    }

    static ProblemException invalid(String detail) {
        return Problem.of(ProblemCode.UNAUTHENTICATED, detail)
                .withHeader("WWW-Authenticate", "Bearer realm=\"souk\", error=\"invalid_token\"")
                .asException();
    }
}
