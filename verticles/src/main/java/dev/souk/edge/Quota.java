package dev.souk.edge;

import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.edge.limit.LimitClass;
import dev.souk.edge.limit.RateLimits;
import dev.souk.edge.limit.Verdict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Takes a token for each call that the router hands on, and says in the answer what is left: {@code RateLimit} and
 * {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers. Reads are told only when there is nothing left, so
 * that they are the same whether the router answers them or not.
 */
final class Quota {
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

    private final RateLimits limits;

    Quota(RateLimits limits) {
        this.limits = limits;
    }

    /** @param call with a known caller; @return the call; fails with a 429 */
    Future<Call> take(Call call, LimitClass limit) {
        Principal caller = call.caller();
        LimitClass own = limit == LimitClass.ANONYMOUS_CARTS && caller != null ? LimitClass.WRITES : limit;
        return limits.take(own, caller == null ? null : caller.subject(), call.request())
                .map(verdict -> {
                    HttpServerResponse response = call.request().response();
                    if (!response.headWritten() && (own != LimitClass.READS || !verdict.admitted())) {
                        response.putHeader(RATE_LIMIT_POLICY, verdict.policy());
                        response.putHeader(RATE_LIMIT, verdict.header());
                    }
                    if (!verdict.admitted()) {
                        throw refusal(verdict);
                    }
                    return call;
                });
    }

    private static ProblemException refusal(Verdict verdict) {
        return Problem.of(ProblemCode.RATE_LIMITED, "More requests than allowed came from this caller.")
                .withHeader("Retry-After", Long.toString(verdict.retryAfter()))
                .asException();
    }
}
