package dev.souk.order.domain;

import static dev.souk.order.message.OrderStatus.CANCELLED;
import static dev.souk.order.message.OrderStatus.CONFIRMED;
import static dev.souk.order.message.OrderStatus.DELIVERED;
import static dev.souk.order.message.OrderStatus.EXPIRED;
import static dev.souk.order.message.OrderStatus.PAYMENT_FAILED;
import static dev.souk.order.message.OrderStatus.PENDING;
import static dev.souk.order.message.OrderStatus.REFUNDED;
import static dev.souk.order.message.OrderStatus.REJECTED;
import static dev.souk.order.message.OrderStatus.RESERVED;
import static dev.souk.order.message.OrderStatus.SHIPPED;

import dev.souk.messaging.event.EventType;
import dev.souk.order.domain.OrderDecision.AlreadyDone;
import dev.souk.order.domain.OrderDecision.Ignored;
import dev.souk.order.domain.OrderDecision.Moved;
import dev.souk.order.domain.OrderDecision.Refused;
import dev.souk.order.domain.OrderDecision.Step;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.stock.message.StockEvents.Shortage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order's table of transitions as one pure function.
 *
 * <pre>
 *  PENDING ──reserved──> RESERVED ──authorized──> CONFIRMED ──ship──> SHIPPED ──deliver──> DELIVERED
 *     │ rejected            │ declined               │ cancel,             └──── refunded in full ────┐
 *     v                     v                        │ capture failed                │                v
 *  REJECTED           PAYMENT_FAILED                 v                               └──────────> REFUNDED
 *     PENDING, RESERVED ──cancel──> CANCELLED <──────┘
 *     PENDING, RESERVED ──deadline──> EXPIRED
 * </pre>
 *
 * <p>Events may arrive in any order and any number of times and end in the same state. The payment's steps are noted in
 * every state, and acted on once the stock is reserved. Ends are final: payment and stock themselves give back money or
 * stock that arrives after an end, since the event of the end always reaches them.
 */
public final class OrderMachine {
    private static final String REPAIRED = "audit.repaired";

    private OrderMachine() {}

    public static OrderDecision decide(OrderState state, OrderInput input) {
        return switch (input) {
            case OrderInput.StockReserved reserved ->
                state.status() == PENDING
                        ? settlePayment(new Path(state).to(RESERVED, OrderEvents.RESERVED, null))
                        : new Ignored();
            case OrderInput.StockRejected rejected ->
                state.status() == PENDING
                        ? new Path(state)
                                .to(REJECTED, OrderEvents.REJECTED, "stock")
                                .decision(rejected.shortages())
                        : new Ignored();
            case OrderInput.PaymentAuthorized authorized ->
                noted(
                        state,
                        state.paid(PaymentStatus.AUTHORIZED, authorized.amount(), 0, 0),
                        PaymentEvents.AUTHORIZED,
                        null);
            case OrderInput.PaymentDeclined declined ->
                noted(state, state.paid(PaymentStatus.DECLINED, 0, 0, 0), PaymentEvents.DECLINED, declined.reason());
            case OrderInput.PaymentCaptured captured ->
                noted(
                        state,
                        state.paid(PaymentStatus.CAPTURED, captured.amount(), captured.amount(), 0),
                        PaymentEvents.CAPTURED,
                        null);
            case OrderInput.CaptureFailed failed ->
                noted(
                        state,
                        state.paid(PaymentStatus.CAPTURE_FAILED, 0, 0, 0),
                        PaymentEvents.CAPTURE_FAILED,
                        failed.reason());
            case OrderInput.PaymentVoided voided ->
                noted(state, state.paid(PaymentStatus.VOIDED, 0, 0, 0), PaymentEvents.VOIDED, null);
            case OrderInput.PaymentRefunded refunded ->
                noted(state, state.paid(PaymentStatus.NONE, 0, 0, refunded.total()), PaymentEvents.REFUNDED, null);
            case OrderInput.DeadlinePassed passed ->
                state.status().isSettled()
                        ? new Ignored()
                        : new Path(state)
                                .to(EXPIRED, OrderEvents.EXPIRED, "deadline")
                                .decision();
            case OrderInput.Cancel cancel -> cancel(state, cancel);
            case OrderInput.Ship ship -> ship(state);
            case OrderInput.Deliver deliver -> deliver(state);
            case OrderInput.Repaired repaired ->
                new Path(state).note(REPAIRED, repaired.reason()).decision();
        };
    }

    /** Takes note of what the payment did, then acts on it where the order waits for it. */
    private static OrderDecision noted(
            OrderState before, OrderState after, EventType<?> event, @Nullable String reason) {
        if (!after.paymentDiffersFrom(before)) {
            return new Ignored();
        }
        Path path = new Path(after);
        // A step of the order tells of the payment by itself; elsewhere the payment's event is the step.
        OrderDecision acted = settlePayment(path, reason);
        return acted instanceof Moved moved && !moved.steps().isEmpty()
                ? acted
                : new Path(after).note(event.name(), reason).decision();
    }

    private static OrderDecision settlePayment(Path path) {
        return settlePayment(path, null);
    }

    /** The one place where the payment's state moves the order. */
    private static OrderDecision settlePayment(Path path, @Nullable String reason) {
        OrderState state = path.state;
        if (state.status() == RESERVED) {
            switch (state.payment()) {
                case NONE -> {}
                case AUTHORIZED, CAPTURED -> path.to(CONFIRMED, OrderEvents.CONFIRMED, null);
                case DECLINED ->
                    path.to(PAYMENT_FAILED, OrderEvents.PAYMENT_FAILED, reason == null ? "declined" : reason);
                // Nothing was taken, or it was given back: the order cannot be delivered.
                case CAPTURE_FAILED, VOIDED, REFUNDED -> path.to(CANCELLED, OrderEvents.CANCELLED, "payment");
            }
        } else if (state.status() == CONFIRMED
                && (state.payment() == PaymentStatus.CAPTURE_FAILED || state.payment() == PaymentStatus.VOIDED)) {
            // A void of a confirmed order follows its failed capture, and may overtake it.
            path.to(CANCELLED, OrderEvents.CANCELLED, "capture_failed");
        } else if ((state.status() == SHIPPED || state.status() == DELIVERED)
                && state.payment() == PaymentStatus.REFUNDED) {
            path.to(REFUNDED, OrderEvents.REFUNDED, null);
        }
        return path.decision();
    }

    private static OrderDecision cancel(OrderState state, OrderInput.Cancel cancel) {
        return switch (state.status()) {
            case PENDING, RESERVED, CONFIRMED ->
                new Path(state)
                        .to(CANCELLED, OrderEvents.CANCELLED, cancel.reason())
                        .decision();
            case CANCELLED -> new AlreadyDone();
            case SHIPPED, DELIVERED, REJECTED, PAYMENT_FAILED, EXPIRED, REFUNDED ->
                new Refused("an order that is " + state.status() + " cannot be cancelled");
        };
    }

    private static OrderDecision ship(OrderState state) {
        if (state.status() == SHIPPED) {
            return new AlreadyDone();
        }
        if (state.status() != CONFIRMED) {
            return new Refused("only a CONFIRMED order can be shipped; this one is " + state.status());
        }
        return state.isCaptured()
                ? new Path(state).to(SHIPPED, OrderEvents.SHIPPED, null).decision()
                : new Refused("the payment is not captured yet");
    }

    private static OrderDecision deliver(OrderState state) {
        return switch (state.status()) {
            case SHIPPED -> settlePayment(new Path(state).to(DELIVERED, OrderEvents.DELIVERED, null));
            case DELIVERED -> new AlreadyDone();
            case PENDING, RESERVED, CONFIRMED, REJECTED, PAYMENT_FAILED, CANCELLED, EXPIRED, REFUNDED ->
                new Refused("only a SHIPPED order can be delivered; this one is " + state.status());
        };
    }

    /** The steps of one decision, as they are found. */
    private static final class Path {
        private OrderState state;
        private final List<Step> steps = new ArrayList<>(2);

        Path(OrderState state) {
            this.state = state;
        }

        Path to(OrderStatus next, EventType<?> event, @Nullable String reason) {
            state = state.to(next);
            steps.add(new Step(state.seq(), next, event.name(), reason));
            return this;
        }

        Path note(String event, @Nullable String reason) {
            state = state.step();
            steps.add(new Step(state.seq(), state.status(), event, reason));
            return this;
        }

        OrderDecision decision() {
            return decision(List.of());
        }

        OrderDecision decision(List<Shortage> shortages) {
            return new Moved(state, steps, shortages);
        }
    }
}
