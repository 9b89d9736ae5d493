package dev.souk.order;

import dev.souk.order.message.OrderEndpoints.BacklogFull;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.order.message.OrderEndpoints.TooLarge;
import dev.souk.order.message.OrderEndpoints.TooManyOpenOrders;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.order.message.OrderEndpoints.UnknownProducts;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the requests that made no order and found none: {@code souk.order.refused{reason}}. */
final class RefusalMetrics {
    private final MeterRegistry metrics;

    RefusalMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void count(PlaceOutcome outcome) {
        switch (outcome) {
            case Placed placed -> {}
            case KeyReused reused -> count("idempotency_key_reused");
            case UnknownProducts unknown -> count("unknown_products");
            case MixedCurrencies mixed -> count("mixed_currencies");
            case TotalChanged changed -> count("total_changed");
            case UnknownCart unknown -> count("cart_not_found");
            case EmptyCart empty -> count("cart_empty");
            case UnknownCard unknown -> count("unknown_card");
            case CartOrdered ordered -> count("cart_ordered");
            case SoldOut gone -> count("sold_out");
            case TooManyOpenOrders many -> count("too_many_open_orders");
            case TooLarge large -> count("limit_exceeded");
            case BacklogFull full -> count("busy");
        }
    }

    private void count(String reason) {
        metrics.counter("souk.order.refused", "reason", reason).increment();
    }
}
