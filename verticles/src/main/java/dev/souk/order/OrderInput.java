package dev.souk.order;

import dev.souk.stock.message.StockEvents.Shortage;
import java.util.List;

/** What can happen to an order after it was placed. */
sealed interface OrderInput {
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

    /** Somebody put right what was wrong around the order. @param reason what was done */
    record Repaired(String reason) implements OrderInput {}
}
