package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Takes every request of one operation the same way: token, roles, the contract's rules, the handler, the answer. */
final class OperationHandler implements Handler<RoutingContext> {
    private final OperationRules rules;
    private final Access access;
    private final CallHandler handler;
    private final Responses responses;

    OperationHandler(OperationRules rules, Access access, CallHandler handler, Responses responses) {
        this.rules = rules;
        this.access = access;
        this.handler = handler;
        this.responses = responses;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Future<Answer> answer = access.admit(new Call(ctx, rules), rules.access())
                .compose(call -> {
                    call.check();
                    return handler.answer(call);
                });
        answer.onSuccess(reply -> responses.write(ctx, reply)).onFailure(ctx::fail);
    }
}
