package dev.souk.payment.store;

import dev.souk.money.Money;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.Wanted;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a payment lies in its table. */
final class PaymentRow {
    /** The columns of {@link #payment}, of a table called {@code p}. */
    static final String COLUMNS = """
            p.order_id, p.id, p.amount, p.currency, p.wanted, p.state, p.calling, p.attempt, p.tries, p.token,
            p.authorized, p.captured, p.claimed, p.refunded, p.seq, p.traceparent
            """;

    private PaymentRow() {}

    static List<Payment> payments(RowSet<Row> rows) {
        List<Payment> payments = new ArrayList<>(rows.size());
        for (Row row : rows) {
            payments.add(payment(row));
        }
        return payments;
    }

    static Payment payment(Row row) {
        Long amount = row.getLong(2);
        return new Payment(
                row.getUUID(0),
                row.getUUID(1),
                amount == null ? null : new Money(amount, row.getString(3)),
                Wanted.of(row.getInteger(4)),
                PaymentState.valueOf(row.getString(5)),
                calling(row.getString(6)),
                row.getInteger(7),
                row.getInteger(8),
                row.getString(9),
                new Sums(row.getLong(10), row.getLong(11), row.getLong(12), row.getLong(13)),
                row.getLong(14),
                row.getString(15));
    }

    private static @Nullable Operation calling(@Nullable String name) {
        return name == null ? null : Operation.valueOf(name);
    }

    static @Nullable String name(@Nullable Operation calling) {
        return calling == null ? null : calling.name();
    }
}
