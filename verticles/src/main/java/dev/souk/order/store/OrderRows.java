package dev.souk.order.store;

import dev.souk.money.Money;
import dev.souk.order.domain.OrderState;
import dev.souk.order.domain.PaymentStatus;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.OrderStatus;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/** How a row of {@code orders} becomes an order, for every statement that selects {@link #COLUMNS} first. */
final class OrderRows {
    static final String COLUMNS = columns("lines::text");

    /** Where the columns behind {@link #COLUMNS} begin. */
    static final int NEXT = 17;

    private OrderRows() {}

    /** @param lines what stands for the lines, text */
    static String columns(String lines) {
        return "id, customer, status, currency, total, " + lines + ", seq, payment_status, authorized, captured,"
                + " refunded, cart_id, cart_version, traceparent, email IS NOT NULL, locale, created_at";
    }

    static StoredOrder order(Row row) {
        OrderState state = new OrderState(
                OrderStatus.valueOf(row.getString(2)),
                row.getLong(6),
                PaymentStatus.valueOf(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10));
        return new StoredOrder(
                row.getUUID(0),
                row.getString(1),
                state,
                new Money(row.getLong(4), row.getString(3)),
                row.getString(5),
                row.getUUID(11),
                row.getLong(12),
                row.getString(13),
                row.getBoolean(14),
                row.getString(15),
                instant(row, 16));
    }

    static Instant instant(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
