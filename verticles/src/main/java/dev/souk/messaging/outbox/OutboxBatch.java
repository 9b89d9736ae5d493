package dev.souk.messaging.outbox;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of the outbox that one transaction wrote.
 *
 * @param pending row that says which of them are not published yet; absent when that is to be looked up
 */
public record OutboxBatch(@Nullable UUID pending, List<OutboxRow> rows) {
    static final OutboxBatch EMPTY = new OutboxBatch(null, List.of());

    public OutboxBatch {
        rows = List.copyOf(rows);
    }
}
