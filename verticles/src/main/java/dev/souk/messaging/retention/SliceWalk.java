package dev.souk.messaging.retention;

import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a table of facts and forgets the old ones: page by page through a slice of the id space, then through
 * the next slice, and after the last one from the first. Slices are even, because ids are hashes.
 *
 * <p>Each page is a transaction of its own. One that fails ends its slice, of which what is left waits for the next
 * time around: it never keeps the walk from the other slices. For one context.
 */
public final class SliceWalk {
    public static final int SLICES = 4096;
    /** Pages of a round: a node that stops waits for the round. */
    public static final int MOST_PAGES = 50;

    private static final int SLICE_SHIFT = 52;

    private final HistoryRepository table;
    private final TransactionRunner transactions;
    private final RetentionMetrics metrics;
    private int slice;
    /** Where the slice goes on; null: it has not begun. */
    private @Nullable UUID next;

    /** @param metrics with a slot for each slice */
    SliceWalk(HistoryRepository table, TransactionRunner transactions, RetentionMetrics metrics, int slice) {
        this.table = table;
        this.transactions = transactions;
        this.metrics = metrics;
        this.slice = slice;
    }

    /** @return lowest id of the slice, 0 to {@link #SLICES}; as the database orders ids: by their bytes, unsigned */
    public static UUID first(int slice) {
        return new UUID((long) slice << SLICE_SHIFT, 0);
    }

    /** @return highest id of the slice */
    public static UUID last(int slice) {
        return new UUID((long) slice << SLICE_SHIFT | (1L << SLICE_SHIFT) - 1, -1);
    }

    /** @return done with a bounded part of the slice; true: the slice has more */
    Future<Boolean> round(Duration age) {
        UUID from = next;
        Future<Boolean> round = from == null
                ? look(age).compose(seen -> pages(first(slice), age, MOST_PAGES))
                : pages(from, age, MOST_PAGES);
        return round.onSuccess(more -> {
                    if (!more) {
                        metrics.gone(slice);
                        advance();
                    }
                })
                .onFailure(failed -> advance());
    }

    private void advance() {
        slice = (slice + 1) % SLICES;
        next = null;
    }

    /** Reads the oldest row before anything is deleted: the metric is known even when nothing can be deleted. */
    private Future<Void> look(Duration age) {
        return transactions
                .read("retention-oldest", client -> table.oldest(client, first(slice), last(slice)))
                .onSuccess(oldest -> metrics.found(slice, oldest.minus(age)))
                .mapEmpty();
    }

    private Future<Boolean> pages(UUID from, Duration age, int most) {
        return transactions
                .guarded("retention-" + table.rows(), tx -> table.forget(tx, from, last(slice), age))
                .compose(page -> {
                    metrics.deleted(page.deleted());
                    next = page.next();
                    return next == null || most == 1
                            ? Future.succeededFuture(next != null)
                            : pages(next, age, most - 1);
                });
    }
}
