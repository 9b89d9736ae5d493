package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.DisabledReason;
import dev.souk.notification.webhook.message.WebhookView;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows as records, by the position of their columns. */
final class WebhookRows {
    /** The columns of {@link #webhook}. */
    static final String WEBHOOK =
            "id, url, events, description, disabled_reason, failing_since, created_at," + " updated_at";
    /** The columns of {@link #delivery}. */
    static final String DELIVERY = "id, event_id, event, order_id, status, attempts, outcome, response_status,"
            + " next_attempt_at, created_at";

    private WebhookRows() {}

    static WebhookView webhook(Row row) {
        return new WebhookView(
                row.getUUID(0),
                row.getString(1),
                List.of(row.getArrayOfStrings(2)),
                row.getString(3),
                reason(row.getString(4)),
                instant(row.getOffsetDateTime(5)),
                row.getOffsetDateTime(6).toInstant(),
                row.getOffsetDateTime(7).toInstant());
    }

    static DeliveryView delivery(Row row) {
        return new DeliveryView(
                row.getUUID(0),
                row.getUUID(1),
                row.getString(2),
                row.getUUID(3),
                DeliveryStatus.valueOf(row.getString(4)),
                row.getInteger(5),
                row.getString(6),
                row.getInteger(7),
                instant(row.getOffsetDateTime(8)),
                row.getOffsetDateTime(9).toInstant());
    }

    static @Nullable DisabledReason reason(@Nullable String name) {
        return name == null ? null : DisabledReason.valueOf(name);
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static <T> List<T> list(Iterable<Row> rows, Function<Row, T> of) {
        List<T> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(of.apply(row));
        }
        return all;
    }
}
