package dev.souk.messaging.consumer;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.messaging.deadletter.DeadLetters;
import dev.souk.sql.SqlState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way through the transactions of a {@link BatchProcessor}: the parts that are still to be decided,
 * worked off one after the other. A loop over one promise and not a chain of futures, because it may turn for hours
 * while the database is away.
 */
final class BatchRun {
    private static final long PAUSE_MILLIS = 200;

    private final Vertx vertx;
    private final BatchProcessor processor;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private final Promise<Void> done = Promise.promise();

    /**
     * @param attempts so far that failed for a reason of the messages
     * @param first the first of those failures
     */
    private record Part(
            List<Received> messages, int attempts, @Nullable Throwable first) {
        static Part of(List<Received> messages) {
            return new Part(messages, 0, null);
        }

        boolean isSingle() {
            return messages.size() == 1;
        }
    }

    BatchRun(Vertx vertx, BatchProcessor processor, List<Received> batch) {
        this.vertx = vertx;
        this.processor = processor;
        List<Received> good = new ArrayList<>(batch.size());
        for (Received received : batch) {
            if (processor.passesOver(received)) {
                continue;
            }
            if (received.defect() != null) {
                parts.add(Part.of(List.of(received)));
            } else if (processor.concerns(received)) {
                good.add(received);
            }
        }
        if (!good.isEmpty()) {
            parts.add(Part.of(good));
        }
    }

    Future<Void> run() {
        next();
        return done.future();
    }

    private void next() {
        Part part = parts.poll();
        if (part == null) {
            done.complete();
            return;
        }
        RuntimeException defect = part.messages().getFirst().defect();
        if (defect != null) {
            bury(part, new DeadLetters.Reason(DeadLetters.UNDECODABLE, 1, defect, defect));
        } else {
            processor.decide(part.messages()).onComplete(result -> {
                if (result.succeeded()) {
                    next();
                } else {
                    failed(part, result.cause());
                }
            });
        }
    }

    private void failed(Part part, Throwable failure) {
        if (!isOfTheMessages(failure)) {
            if (!part.isSingle() && isTooMuch(failure)) {
                split(part);
            } else {
                later(part, failure);
            }
        } else if (!part.isSingle()) {
            split(part);
        } else {
            Throwable first = part.first() == null ? failure : part.first();
            int attempts = part.attempts() + 1;
            if (attempts < processor.attempts()) {
                later(new Part(part.messages(), attempts, first), failure);
            } else {
                bury(part, new DeadLetters.Reason(DeadLetters.UNDECIDABLE, attempts, first, failure));
            }
        }
    }

    /** Halves, until what fails fails alone and the rest takes effect. */
    private void split(Part part) {
        int half = part.messages().size() / 2;
        parts.addFirst(Part.of(part.messages().subList(half, part.messages().size())));
        parts.addFirst(Part.of(part.messages().subList(0, half)));
        next();
    }

    private void later(Part part, Throwable failure) {
        processor.failed(failure);
        parts.addFirst(part);
        again(failure);
    }

    private void again(Throwable failure) {
        if (processor.isStopping()) {
            done.fail(failure);
        } else {
            vertx.setTimer(PAUSE_MILLIS, waited -> next());
        }
    }

    /** A message is passed over only when its dead letter is written. */
    private void bury(Part part, DeadLetters.Reason reason) {
        processor.bury(part.messages().getFirst(), reason).onComplete(result -> {
            if (result.succeeded()) {
                next();
            } else {
                later(part, result.cause());
            }
        });
    }

    /** A failure of the database, or of another feature, to serve now says nothing about the messages. */
    private static boolean isOfTheMessages(Throwable failure) {
        return switch (failure) {
            case UnavailableException unavailable -> false;
            case BusyException busy -> false;
            default ->
                switch (SqlState.of(failure)) {
                    case CONFLICT, LOST, TIMEOUT, BUSY, DEFECT -> false;
                    case CONTENT, OTHER -> true;
                };
        };
    }

    /** The larger a transaction, the sooner others overtake it: less of it at a time gets through. */
    private static boolean isTooMuch(Throwable failure) {
        SqlState state = SqlState.of(failure.getCause() == null ? failure : failure.getCause());
        return state == SqlState.TIMEOUT || state == SqlState.CONFLICT;
    }
}
