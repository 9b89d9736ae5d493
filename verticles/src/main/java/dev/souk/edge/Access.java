package dev.souk.edge;

import dev.souk.edge.auth.Tokens;
import dev.souk.edge.connection.ClientGroup;
import dev.souk.edge.contract.OperationRules.AccessRule;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.edge.limit.RateLimits;
import dev.souk.edge.limit.Verdict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Admits callers: reads the bearer token of a request (RFC 6750) and asks for the roles that the contract names. A
 * client that sends too many bad tokens has none verified for a while. Lives on one event loop.
 */
public final class Access {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final RateLimits limits;

    Access(Tokens tokens, RateLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    /**
     * @return the call, which knows its caller; fails with a 401, 403 or 429. A bad token is refused even where none is
     * needed.
     */
    Future<Call> admit(Call call, AccessRule rule) {
        if (!rule.reads()) {
            return Future.succeededFuture(call);
        }
        String header = call.header(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return rule.guests() ? Future.succeededFuture(call) : Future.failedFuture(missing());
        }
        String token = token(header);
        if (token == null) {
            return Future.failedFuture(missing());
        }
        return verify(token, limits.client(call.request())).map(principal -> {
            if (!rule.admits(principal)) {
                throw forbidden(rule);
            }
            call.setCaller(principal);
            return call;
        });
    }

    /**
     * @param client that sent the token
     * @return its principal; fails with a 401 when it is not valid, with a 429 when the client sent too many that were
     *     not, and with a 503 when the issuer's keys are not known
     */
    public Future<Principal> verify(String token, ClientGroup client) {
        Principal remembered = tokens.remembered(token);
        if (remembered != null) {
            return Future.succeededFuture(remembered);
        }
        Verdict refusal = limits.refusesTokensOf(client);
        return refusal == null
                ? tokens.verify(token).recover(failure -> isBad(failure) ? counted(client, failure) : failed(failure))
                : failed(tooMany(refusal));
    }

    private Future<Principal> counted(ClientGroup client, Throwable bad) {
        return limits.takeBadToken(client).compose(verdict -> failed(verdict.admitted() ? bad : tooMany(verdict)));
    }

    private static Future<Principal> failed(Throwable failure) {
        return Future.failedFuture(failure);
    }

    private static boolean isBad(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem().code() == ProblemCode.UNAUTHENTICATED;
    }

    private static ProblemException tooMany(Verdict verdict) {
        return Problem.of(ProblemCode.RATE_LIMITED, "Too many invalid tokens came from this address.")
                .withHeader("Retry-After", Long.toString(verdict.retryAfter()))
                .asException();
    }

    private static @Nullable String token(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static ProblemException missing() {
        return Problem.of(ProblemCode.UNAUTHENTICATED, "The request has no bearer token.")
                .withHeader("WWW-Authenticate", "Bearer realm=\"souk\"")
                .asException();
    }

    private static ProblemException forbidden(AccessRule rule) {
        String roles = String.join(" or ", rule.roles().stream().sorted().toList());
        return Problem.of(ProblemCode.FORBIDDEN, "This takes the role " + roles + ".")
                .withHeader("WWW-Authenticate", "Bearer realm=\"souk\", error=\"insufficient_scope\"")
                .asException();
    }
}
