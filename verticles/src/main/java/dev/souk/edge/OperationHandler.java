package dev.souk.edge;

import dev.souk.edge.body.BodyReader;
import dev.souk.edge.contract.OperationRules;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.CallHandler;
import dev.souk.edge.http.ContentCodings;
import dev.souk.edge.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes every request of one operation the same way: token, roles, the caller's quota, the body, the contract's
 * rules, the handler, the answer. Of a caller that is not admitted no body is read.
 */
final class OperationHandler implements Handler<RoutingContext> {
    private final OperationRules rules;
    private final Access access;
    private final Quota quota;
    private final BodyReader bodies;
    private final int bodyLimit;
    private final CallHandler handler;
    private final Responses responses;

    /** @param bodyLimit bytes; 0: the operation reads no body, or its handler does */
    OperationHandler(
            OperationRules rules,
            Access access,
            Quota quota,
            BodyReader bodies,
            int bodyLimit,
            CallHandler handler,
            Responses responses) {
        this.rules = rules;
        this.access = access;
        this.quota = quota;
        this.bodies = bodies;
        this.bodyLimit = bodyLimit;
        this.handler = handler;
        this.responses = responses;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Future<Call> admitted =
                access.admit(new Call(ctx, rules), rules.access()).compose(call -> quota.take(call, rules.limit()));
        if (bodyLimit > 0) {
            admitted = withBody(ctx, admitted);
        }
        admitted.compose(call -> {
                    call.check();
                    return handler.answer(call);
                })
                .onSuccess(reply -> responses.write(ctx, reply))
                .onFailure(ctx::fail);
    }

    private Future<Call> withBody(RoutingContext ctx, Future<Call> admitted) {
        if (!admitted.isComplete()) {
            // No chunk may be lost while the token is looked at; the rest of a refused body is let go.
            ctx.request().pause();
            admitted.onFailure(refused -> ctx.request().resume());
        }
        return admitted.map(call -> rules.body() == null ? ContentCodings.checkNone(call) : ContentCodings.check(call))
                .compose(call -> bodies.read(ctx, bodyLimit, ContentCodings.isGzip(call))
                        .map(body -> {
                            call.setRawBody(body);
                            return call;
                        }));
    }
}
