package dev.souk.edge.http;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.edge.contract.Contract;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one failure handler of the edge: every failure that ends a request early becomes a problem document here. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final String RETRY_AFTER = "Retry-After";

    private final Contract contract;
    private final Responses responses;

    public Failures(Contract contract, Responses responses) {
        this.contract = contract;
        this.responses = responses;
    }

    /** @param status that the router found, also where it gives no reason */
    public void handle(RoutingContext ctx, int status) {
        if (ctx.failure() instanceof HttpClosedException) {
            log.debug("the request was over before its body, or its caller went away");
            return;
        }
        responses.write(ctx, problem(ctx, ctx.failure(), status));
    }

    private Problem problem(RoutingContext ctx, @Nullable Throwable failure, int status) {
        return switch (failure) {
            case ProblemException refused -> refused.problem();
            case BusyException busy ->
                Problem.of(ProblemCode.BUSY, "Nothing was done.").withHeader(RETRY_AFTER, "1");
            case UnavailableException unavailable ->
                Problem.of(
                                ProblemCode.UNAVAILABLE,
                                "Whether it was done is not known: repeat it, with the same key where it has one.")
                        .withHeader(RETRY_AFTER, "1");
            case HttpException http -> byStatus(ctx, http.getStatusCode());
            case null -> byStatus(ctx, status);
            default -> status < 500 ? byStatus(ctx, status) : fault(ctx, failure);
        };
    }

    private Problem byStatus(RoutingContext ctx, int status) {
        return switch (status) {
            case 400 -> Problem.of(ProblemCode.MALFORMED_REQUEST);
            case 404 -> Problem.of(ProblemCode.ROUTE_NOT_FOUND);
            case 405 -> notAllowed(ctx);
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE);
            case 414 -> Problem.of(ProblemCode.URI_TOO_LONG);
            case 415 -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
            case 417 -> Problem.of(ProblemCode.EXPECTATION_FAILED);
            default -> fault(ctx, new IllegalStateException("a request ended with status " + status));
        };
    }

    private Problem notAllowed(RoutingContext ctx) {
        String allowed = contract.allowed(ctx.normalizedPath());
        Problem problem = Problem.of(ProblemCode.METHOD_NOT_ALLOWED);
        return allowed == null ? problem : problem.withHeader("Allow", allowed);
    }

    private static Problem fault(RoutingContext ctx, Throwable failure) {
        log.atError()
                .addKeyValue("traceId", Call.traceOf(ctx).traceId())
                .addKeyValue("method", ctx.request().method())
                .addKeyValue("path", ctx.request().path())
                .setCause(failure)
                .log("a request failed");
        return Problem.of(ProblemCode.INTERNAL_ERROR);
    }
}
