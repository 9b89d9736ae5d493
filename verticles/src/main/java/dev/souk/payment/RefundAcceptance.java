package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimOutcome;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.CrashPoint;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.RefundRules;
import dev.souk.payment.domain.RefundRules.Accepted;
import dev.souk.payment.domain.RefundRules.NotAllowed;
import dev.souk.payment.domain.RefundRules.TooMuch;
import dev.souk.payment.message.PaymentEndpoints.RefundAccepted;
import dev.souk.payment.message.PaymentEndpoints.RefundKeyReused;
import dev.souk.payment.message.PaymentEndpoints.RefundNotAllowed;
import dev.souk.payment.message.PaymentEndpoints.RefundOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundOutcome;
import dev.souk.payment.message.PaymentEndpoints.RefundTooMuch;
import dev.souk.payment.message.PaymentEndpoints.RefundUnknownOrder;
import dev.souk.payment.store.RefundRepository;
import dev.souk.sql.LostRaceException;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Accepts refunds: the sum is claimed from the payment in the transaction that claims the idempotency key, so requested
 * and done refunds never exceed what was captured.
 *
 * <pre>
 *  key known? ──yes──> the refund it made, as it is now
 *     │ no
 *  order's state ──> ONE transaction: claim key, lock payment, decide, claim sum, insert ──> due
 * </pre>
 */
final class RefundAcceptance {
    private static final String ACCEPT = "refund-accept";
    private static final String ROUTE = "POST /v1/orders/{id}/refunds";

    private final Bus bus;
    private final TransactionRunner transactions;
    private final RefundRepository refunds;
    private final ClaimRepository claims;
    private final Supplier<UUID> ids;

    /** @param ids of new refunds */
    RefundAcceptance(
            Bus bus,
            TransactionRunner transactions,
            RefundRepository refunds,
            ClaimRepository claims,
            Supplier<UUID> ids) {
        this.bus = bus;
        this.transactions = transactions;
        this.refunds = refunds;
        this.claims = claims;
        this.ids = ids;
    }

    /** @return an accepted refund is due when this is done */
    Future<RefundOutcome> refund(RefundOrder request) {
        // The same key for another order is another request.
        Claim claim = new Claim(
                request.operator(),
                ROUTE,
                request.key(),
                request.orderId() + ":" + request.bodyHash(),
                ids.get().toString());
        return transactions
                .read("refund-claim", client -> claims.peek(client, List.of(claim)))
                .compose(known -> switch (known.getFirst()) {
                    case ClaimOutcome.Fresh fresh -> fresh(request, claim);
                    case ClaimOutcome.Replay replay ->
                        transactions.read("refund-replay", client -> replay(client, replay));
                    case ClaimOutcome.KeyReused reused -> Future.succeededFuture(new RefundKeyReused());
                });
    }

    private Future<RefundOutcome> fresh(RefundOrder request, Claim claim) {
        return bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(List.of(request.orderId())))
                .compose(answer -> {
                    OrderStatus status = answer.statuses().get(request.orderId());
                    return status == null
                            ? Future.succeededFuture(new RefundUnknownOrder())
                            : transactions
                                    .run(
                                            ACCEPT,
                                            tx -> claimed(tx, request, claim, status)
                                                    .onSuccess(written -> CrashPoint.reach(ACCEPT + ".before-commit")))
                                    .onSuccess(durable -> CrashPoint.reach(ACCEPT + ".after-commit"));
                });
    }

    private Future<RefundOutcome> claimed(SqlConnection tx, RefundOrder request, Claim claim, OrderStatus status) {
        return claims.claim(tx, List.of(claim)).compose(outcomes -> switch (outcomes.getFirst()) {
            case ClaimOutcome.Fresh fresh -> decide(tx, request, claim, status);
            case ClaimOutcome.Replay replay -> replay(tx, replay);
            case ClaimOutcome.KeyReused reused -> Future.succeededFuture(new RefundKeyReused());
        });
    }

    private Future<RefundOutcome> decide(SqlConnection tx, RefundOrder request, Claim claim, OrderStatus status) {
        UUID id = UUID.fromString(claim.resource());
        return refunds.lockPayments(tx, List.of(request.orderId())).compose(found -> {
            Payment payment = found.isEmpty() ? null : found.getFirst();
            return switch (RefundRules.accept(status, payment, request.amount(), id)) {
                case Accepted accepted -> write(tx, found.getFirst(), accepted, request.operator());
                case NotAllowed no -> refuse(tx, claim, new RefundNotAllowed(no.reason()));
                case TooMuch much -> refuse(tx, claim, new RefundTooMuch(much.left()));
            };
        });
    }

    private Future<RefundOutcome> write(SqlConnection tx, Payment payment, Accepted accepted, String operator) {
        return refunds.claimSum(tx, payment, accepted.claimed())
                .compose(held -> held
                        ? refunds.insert(tx, accepted.refund(), operator)
                        : Future.failedFuture(new LostRaceException("the payment of a refund moved")))
                .compose(inserted -> refunds.view(tx, accepted.refund().id()))
                .map(view -> new RefundAccepted(view.orElseThrow(), false));
    }

    /** Refusals are not stored: a later try with the same key may succeed. */
    private Future<RefundOutcome> refuse(SqlConnection tx, Claim claim, RefundOutcome refusal) {
        return claims.withdraw(tx, List.of(claim)).map(refusal);
    }

    private Future<RefundOutcome> replay(SqlClient client, ClaimOutcome.Replay replay) {
        return refunds.view(client, UUID.fromString(replay.resource()))
                .map(view -> new RefundAccepted(view.orElseThrow(), true));
    }
}
