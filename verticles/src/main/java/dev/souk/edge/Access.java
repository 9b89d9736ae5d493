package dev.souk.edge;

import dev.souk.edge.auth.Tokens;
import dev.souk.edge.contract.OperationRules.AccessRule;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Admits callers: reads the bearer token of a request (RFC 6750) and asks for the roles that the contract names. */
final class Access {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;

    Access(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @return the call, which knows its caller; fails with a 401 or 403. A bad token is refused even where none is needed. */
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
        return tokens.verify(token).map(principal -> {
            if (!rule.admits(principal)) {
                throw forbidden(rule);
            }
            call.setCaller(principal);
            return call;
        });
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
