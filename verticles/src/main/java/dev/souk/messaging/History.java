package dev.souk.messaging;

import dev.souk.idempotency.ClaimRepository;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/**
 * What has been: published outbox rows, inbox rows, idempotency claims. Outbox and inbox are cut in slices of the id
 * space, which is even because ids are hashes, so that a table of any size is cleared in small transactions.
 */
final class History {
    static final int SLICES = 4096;

    private static final int SLICE_SHIFT = 52;
    private static final int CLAIMS = 1_000;
    private static final int MOST_ROUNDS = 20;

    private final OutboxRepository outbox;
    private final InboxRepository inbox;
    private final ClaimRepository claims;

    History(OutboxRepository outbox, InboxRepository inbox, ClaimRepository claims) {
        this.outbox = outbox;
        this.inbox = inbox;
        this.claims = claims;
    }

    /** @return lowest id of the slice, 0 to {@link #SLICES}; as the database orders ids: by their bytes, unsigned */
    static UUID first(int slice) {
        return new UUID((long) slice << SLICE_SHIFT, 0);
    }

    /** @return highest id of the slice */
    static UUID last(int slice) {
        return new UUID((long) slice << SLICE_SHIFT | (1L << SLICE_SHIFT) - 1, -1);
    }

    /** @return how many published events older than {@code age} were deleted */
    Future<Integer> forgetEvents(TransactionRunner transactions, int slice, Duration age) {
        return transactions.run("retention-outbox", tx -> outbox.deletePublished(tx, first(slice), last(slice), age));
    }

    /** @return how many inbox rows older than {@code age} were deleted */
    Future<Integer> forgetHandled(TransactionRunner transactions, int slice, Duration age) {
        return transactions.run("retention-inbox", tx -> inbox.deleteHandled(tx, first(slice), last(slice), age));
    }

    /** @return how many claims older than {@code age} were deleted, a bounded number of the oldest */
    Future<Integer> forgetClaims(TransactionRunner transactions, Duration age) {
        return forgetClaims(transactions, age, 0, MOST_ROUNDS);
    }

    private Future<Integer> forgetClaims(TransactionRunner transactions, Duration age, int before, int rounds) {
        return transactions
                .run("retention-claims", tx -> claims.deleteOlderThan(tx, age, CLAIMS))
                .compose(deleted -> deleted < CLAIMS || rounds == 1
                        ? Future.succeededFuture(before + deleted)
                        : forgetClaims(transactions, age, before + deleted, rounds - 1));
    }
}
