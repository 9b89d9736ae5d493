package dev.souk.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.HashSet;
import java.util.Set;

/**
 * Mounts handlers on the operations of the contract, every one of them exactly once.
 *
 * <p>The router builder's own validation is off: it decodes parameters twice (so that {@code 50%} and a plus sign are
 * lost), reports one error of many, and takes a worker thread for each request. {@link OperationRules}, made from the
 * same contract, hold requests to it instead.
 */
final class EdgeRouter {
    private static final int FIRST = -2;
    private static final int SECOND = -1;
    private static final int[] ERRORS = {400, 404, 405, 413, 414, 415, 417, 500};

    private final Contract contract;
    private final Access access;
    private final Responses responses;
    private final BodyHandler body;
    private final RouterBuilder builder;
    private final Set<String> open = new HashSet<>();
    private final Failures failures;

    /** @param bodyLimit bytes */
    EdgeRouter(Vertx vertx, Contract contract, Access access, Responses responses, int bodyLimit) {
        this.contract = contract;
        this.access = access;
        this.responses = responses;
        this.failures = new Failures(contract, responses);
        this.body = BodyHandler.create(false).setBodyLimit(bodyLimit).setPreallocateBodyBuffer(true);
        this.builder = RouterBuilder.create(vertx, contract.openApi());
        builder.getRoutes().forEach(route -> {
            route.setDoValidation(false).setDoSecurity(false);
            open.add(route.getOperation().getOperationId());
        });
    }

    EdgeRouter mount(String operationId, CallHandler handler) {
        OperationRules rules = contract.rules(operationId);
        OpenAPIRoute route = route(operationId);
        if (rules.body() != null) {
            route.addHandler(body);
        }
        route.addHandler(new OperationHandler(rules, access, handler, responses));
        return this;
    }

    /** As {@link #mount}, for a body that the handler reads as it comes. */
    EdgeRouter mountStream(String operationId, CallHandler handler) {
        OperationHandler operation = new OperationHandler(contract.rules(operationId), access, handler, responses);
        route(operationId).addHandler(ctx -> {
            // Nothing of it may be lost while the token is looked at; what is left of a refused one is let go.
            ctx.request().pause();
            ctx.addEndHandler(answered -> ctx.request().resume());
            operation.handle(ctx);
        });
        return this;
    }

    /** For an operation that this node does not have. */
    EdgeRouter mountNothing(String operationId) {
        route(operationId).addHandler(ctx -> ctx.fail(ProblemCode.ROUTE_NOT_FOUND.status()));
        return this;
    }

    private OpenAPIRoute route(String operationId) {
        if (!open.remove(operationId)) {
            throw new IllegalStateException("mounted twice, or not in the contract: " + operationId);
        }
        return builder.getRoute(operationId);
    }

    /**
     * @param hot the operation that its path is tried for before all others
     * @throws IllegalStateException when an operation of the contract has no handler
     */
    Router router(String hot, CallHandler handler) {
        OperationHandler hotHandler = new OperationHandler(contract.rules(hot), access, handler, responses);
        OpenAPIRoute hotRoute = route(hot).addHandler(hotHandler);
        if (!open.isEmpty()) {
            throw new IllegalStateException("operations of the contract without a handler: " + open);
        }
        Router router = builder.createRouter();
        String path = hotRoute.getOperation().getOpenAPIPath().replace("{", ":").replace("}", "");
        router.get(path).order(FIRST).handler(hotHandler);
        // What can be read can be asked for without its body.
        router.head()
                .order(SECOND)
                .handler(ctx -> ctx.reroute(HttpMethod.GET, ctx.request().uri()));
        for (int status : ERRORS) {
            router.errorHandler(status, ctx -> failures.handle(ctx, status));
        }
        return router;
    }
}
