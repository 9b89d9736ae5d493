package dev.souk.order.domain;

import dev.souk.stock.message.StockEvents.Shortage;
import java.util.List;

/** The inputs that can change an order after it was placed. */
public sealed interface OrderInput {
    /** Whether it can be what confirms or rejects an order that waits for it: those two steps tell of the lines. */
    default boolean mayNeedLines() {
        return switch (this) {
            case StockRejected rejected -> true;
            case PaymentAuthorized authorized -> true;
            case PaymentCaptured captured -> true;
            // An order whose payment overtook its stock is known by its row.
            case StockReserved reserved -> false;
            case PaymentDeclined declined -> false;
            case CaptureFailed failed -> false;
            case PaymentVoided voided -> false;
            case PaymentRefunded refunded -> false;
            case DeadlinePassed passed -> false;
            case Cancel cancel -> false;
            case Ship ship -> false;
            case Deliver deliver -> false;
            case Repaired repaired -> false;
        };
    }

    record StockReserved() implements OrderInput {}

    record StockRejected(List<Shortage> shortages) implements OrderInput {}

    record PaymentAuthorized(long amount) implements OrderInput {}

    record PaymentDeclined(String reason) implements OrderInput {}

    record PaymentCaptured(long amount) implements OrderInput {}

    record CaptureFailed(String reason) implements OrderInput {}

    record PaymentVoided() implements OrderInput {}

    /** @param total minor units refunded so far */
    record PaymentRefunded(long total) implements OrderInput {}

    record DeadlinePassed() implements OrderInput {}

    /** @param reason who cancels */
    record Cancel(String reason) implements OrderInput {}

    record Ship() implements OrderInput {}

    record Deliver() implements OrderInput {}

    /** A repair put right a fault around the order. @param reason what was done */
    record Repaired(String reason) implements OrderInput {}
}
