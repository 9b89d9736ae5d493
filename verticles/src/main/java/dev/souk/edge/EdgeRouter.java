package dev.souk.edge;

import dev.souk.edge.body.BodyReader;
import dev.souk.edge.contract.Contract;
import dev.souk.edge.contract.OperationRules;
import dev.souk.edge.http.CallHandler;
import dev.souk.edge.http.Failures;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Responses;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mounts handlers on the operations of the contract, every one of them exactly once.
 *
 * <p>Why not the router builder of vertx-web-openapi: its validation decodes parameters twice (so that {@code 50%} and
 * a plus sign are lost), reports one error of many and takes a worker thread for each request, and it puts a chain of
 * authentication handlers of its own before every operation that has two requirements. {@link OperationRules}, made
 * from the same contract, hold requests to it instead.
 */
public final class EdgeRouter {
    private static final int[] ERRORS = {400, 404, 405, 413, 414, 415, 417, 500};

    private final Router router;
    private final Contract contract;
    private final Access access;
    private final Quota quota;
    private final Responses responses;
    private final BodyReader bodies;
    private final int bodyLimit;
    private final Map<String, List<Handler<RoutingContext>>> mounted = new HashMap<>();
    private final List<String> hot = new ArrayList<>();

    /** @param bodyLimit bytes of a body, where the contract allows more */
    EdgeRouter(
            Vertx vertx,
            Contract contract,
            Access access,
            Quota quota,
            Responses responses,
            BodyReader bodies,
            int bodyLimit) {
        this.router = Router.router(vertx);
        this.contract = contract;
        this.access = access;
        this.quota = quota;
        this.responses = responses;
        this.bodies = bodies;
        this.bodyLimit = bodyLimit;
    }

    /** As {@link #mount}, and tried before all others: finding a route takes time, too. */
    EdgeRouter mountHot(String operationId, CallHandler handler) {
        hot.add(operationId);
        return mount(operationId, handler);
    }

    public EdgeRouter mount(String operationId, CallHandler handler) {
        OperationRules rules = contract.rules(operationId);
        return add(operationId, List.of(rules.body() == null ? operation(rules, 0, handler) : reading(rules, handler)));
    }

    /** As {@link #mount}, for a body that is signed as it came: held to nothing but the limit of its size. */
    EdgeRouter mountRaw(String operationId, CallHandler handler) {
        OperationRules rules = contract.rules(operationId).withoutBody();
        return add(operationId, List.of(reading(rules, handler)));
    }

    /** As {@link #mount}, for a body that the handler reads as it comes. */
    EdgeRouter mountStream(String operationId, CallHandler handler) {
        OperationHandler operation = operation(contract.rules(operationId), 0, handler);
        return add(operationId, List.of(ctx -> {
            // No chunk may be lost while the token is looked at; the rest of a refused body is let go.
            ctx.request().pause();
            ctx.addEndHandler(answered -> ctx.request().resume());
            operation.handle(ctx);
        }));
    }

    /** For an operation that this node does not have. */
    EdgeRouter mountNothing(String operationId) {
        return add(operationId, List.of(ctx -> ctx.fail(ProblemCode.ROUTE_NOT_FOUND.status())));
    }

    private OperationHandler reading(OperationRules rules, CallHandler handler) {
        return operation(rules, Math.min(bodyLimit, rules.bodyLimit()), handler);
    }

    private OperationHandler operation(OperationRules rules, int limit, CallHandler handler) {
        return new OperationHandler(rules, access, quota, bodies, limit, handler, responses);
    }

    private EdgeRouter add(String operationId, List<Handler<RoutingContext>> handlers) {
        if (mounted.put(operationId, handlers) != null) {
            throw new IllegalStateException("mounted twice: " + operationId);
        }
        return this;
    }

    /** @throws IllegalStateException when an operation of the contract has no handler */
    Router router() {
        hot.forEach(operationId -> mountPath(contract.openApi().operation(operationId)));
        for (Path path : contract.openApi().getPaths()) {
            for (Operation operation : path.getOperations()) {
                if (!hot.contains(operation.getOperationId())) {
                    mountPath(operation);
                }
            }
        }
        Failures failures = new Failures(contract, responses);
        for (int status : ERRORS) {
            router.errorHandler(status, ctx -> failures.handle(ctx, status));
        }
        return router;
    }

    private void mountPath(Operation operation) {
        List<Handler<RoutingContext>> handlers = mounted.get(operation.getOperationId());
        if (handlers == null) {
            throw new IllegalStateException("the contract's " + operation.getOperationId() + " has no handler");
        }
        String path = operation.getOpenAPIPath().replace("{", ":").replace("}", "");
        Route route = router.route(operation.getHttpMethod(), path);
        if (operation.getHttpMethod().equals(HttpMethod.GET)) {
            // A GET operation also takes HEAD: Vert.x then does not write the body.
            route.method(HttpMethod.HEAD);
        }
        handlers.forEach(route::handler);
    }
}
