package dev.souk.prove.check;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.StreamEnd;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines and facts of a buyer who follows an order, and of a merchant who is told of it. */
record NoticeBook(Books books, Made made) {

    /** An order that was over when it ended: no stream tells more of it. */
    private boolean isOver() {
        return switch (made.life()) {
            case CONFIRMED, DELIVERED, PENDING, OUT_OF_TURN -> false;
            case REFUNDED,
                    REJECTED,
                    PAYMENT_FAILED,
                    CANCELLED_AT_ONCE,
                    CANCELLED_WHILE_HELD,
                    CANCELLED_AFTER_CAPTURE,
                    CAPTURE_FAILED,
                    EXPIRED -> true;
        };
    }

    /** A node breaks off after the first step, another is busy, a third tells the rest. */
    void follow() {
        int steps = made.life().events.size();
        long broken = connect(null);
        told(broken, 1);
        over(broken, StreamEnd.BROKEN, null, null);
        over(connect(1L), StreamEnd.REFUSED, 503, 5);
        long id = connect(1L);
        for (int step = 2; step <= steps; step++) {
            told(id, step);
        }
        if (isOver()) {
            over(id, StreamEnd.ENDED, 200, null);
            over(connect((long) steps), StreamEnd.NOTHING_LEFT, 204, null);
        } else {
            over(id, StreamEnd.LEFT, null, null);
        }
    }

    long connect(@Nullable Long after) {
        long id = books.number();
        String order = made.id().toString();
        books.lines.add(new Followed(id, Books.BEGIN, books.tick(), made.buyer(), order, "http://node", 1, after));
        return id;
    }

    void over(long id, StreamEnd how, @Nullable Integer status, @Nullable Integer retryAfter) {
        books.lines.add(new Unfollowed(id, Books.BEGIN, books.tick(), how, status, retryAfter, null));
    }

    void told(long id, int step) {
        String event = made.life().events.get(step - 1);
        String status = made.life().statuses().get(step - 1);
        books.lines.add(new Told(
                id,
                Books.BEGIN,
                books.tick(),
                step,
                event,
                status,
                eventId(step).toString()));
    }

    private UUID eventId(int step) {
        return Books.eventId(made.life().events.get(step - 1), made.id(), step);
    }

    /** Every event fails once, is taken, and comes again as if the answer had been lost. */
    void webhooks() {
        for (int step = 1; step <= made.life().events.size(); step++) {
            String event = made.life().events.get(step - 1);
            if (event.startsWith("order.")) {
                webhook(step, eventId(step).toString(), true, false);
                webhook(step, eventId(step).toString(), true, true);
                webhook(step, eventId(step).toString(), true, true);
                books.facts.add(new Fact.Delivery(eventId(step), event, made.id(), step, "DELIVERED", 3));
            }
        }
    }

    void webhook(int step, String webhookId, boolean signed, boolean taken) {
        String event = made.life().events.get(step - 1);
        String order = made.id().toString();
        books.lines.add(new Webhook(
                books.number(), Books.BEGIN, books.tick(), webhookId, event, order, (long) step, signed, taken));
    }

    /** Ids of the streams of this order. */
    private Set<Long> streams() {
        return books.lines.stream()
                .filter(line -> line instanceof Followed stream
                        && stream.order().equals(made.id().toString()))
                .map(HistoryLine::id)
                .collect(Collectors.toSet());
    }

    /** The follower goes home before a node says that nothing is left. */
    void leave() {
        Set<Long> streams = streams();
        books.lines.replaceAll(line ->
                line instanceof Unfollowed end && end.how() == StreamEnd.NOTHING_LEFT && streams.contains(end.id())
                        ? new Unfollowed(end.id(), end.at(), end.nanos(), StreamEnd.LEFT, null, null, null)
                        : line);
    }

    /** @param by none: the line is taken out */
    void tellings(Predicate<Told> which, UnaryOperator<@Nullable Told> by) {
        Set<Long> streams = streams();
        List<HistoryLine> changed = books.lines.stream()
                .map(line -> line instanceof Told told && streams.contains(told.id()) && which.test(told)
                        ? by.apply(told)
                        : line)
                .filter(line -> line != null)
                .map(HistoryLine.class::cast)
                .toList();
        books.lines.clear();
        books.lines.addAll(changed);
    }

    void removeWebhooks(Predicate<Webhook> which) {
        books.lines.removeIf(line ->
                line instanceof Webhook webhook && made.id().toString().equals(webhook.order()) && which.test(webhook));
    }

    /** Nobody was ever told anything of the order. */
    void forget() {
        Set<Long> streams = streams();
        books.lines.removeIf(line -> switch (line) {
            case Followed stream -> streams.contains(stream.id());
            case Told told -> streams.contains(told.id());
            case Unfollowed end -> streams.contains(end.id());
            case HistoryLine.Asked asked -> false;
            case HistoryLine.Answered answered -> false;
            case HistoryLine.Lost lost -> false;
            case Webhook webhook -> made.id().toString().equals(webhook.order());
        });
        books.remove(Fact.Delivery.class, delivery -> made.id().equals(delivery.orderId()));
    }
}
