package dev.souk.prove.check;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.StreamEnd;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Flaws of the notices to followers and merchants. */
final class NoticePlants {
    static final List<Plant> STREAMS = List.of(
            plant(
                    "a stream leaves out a step",
                    Life.CONFIRMED,
                    "followers-miss-nothing",
                    (book, made) -> book.tellings(told -> told.seq() == 3, told -> null)),
            plant(
                    "a stream does not tell the last step",
                    Life.CONFIRMED,
                    "followers-miss-nothing",
                    (book, made) -> book.tellings(told -> told.seq() == 4, told -> null)),
            plant(
                    "a stream that is resumed repeats a step",
                    Life.CONFIRMED,
                    "followers-hear-nothing-twice",
                    (book, made) -> {
                        long id = book.connect(4L);
                        book.told(id, 4);
                        book.over(id, StreamEnd.LEFT, null, null);
                    }),
            plant(
                    "a stream goes back to an earlier step",
                    Life.DELIVERED,
                    "followers-hear-nothing-twice",
                    (book, made) -> {
                        long id = book.connect(6L);
                        book.told(id, 2);
                        book.over(id, StreamEnd.BROKEN, null, null);
                    }),
            plant(
                    "a stream tells of an event that did not happen",
                    Life.CONFIRMED,
                    "followers-hear-what-happened",
                    (book, made) -> {
                        long id = book.connect(4L);
                        book.books()
                                .lines
                                .add(new Told(
                                        id,
                                        Books.BEGIN,
                                        book.books().tick(),
                                        5,
                                        "order.shipped",
                                        "SHIPPED",
                                        UUID.randomUUID().toString()));
                        book.over(id, StreamEnd.LEFT, null, null);
                    }),
            plant(
                    "a stream tells another state",
                    Life.CONFIRMED,
                    "followers-hear-what-happened",
                    (book, made) -> book.tellings(
                            told -> told.seq() == 2,
                            told -> new Told(
                                    told.id(),
                                    told.at(),
                                    told.nanos(),
                                    told.seq(),
                                    told.event(),
                                    "CONFIRMED",
                                    told.eventId()))),
            plant(
                    "a stream tells another event's id",
                    Life.REJECTED,
                    "followers-hear-what-happened",
                    (book, made) -> book.tellings(
                            told -> told.seq() == 2,
                            told -> new Told(
                                    told.id(),
                                    told.at(),
                                    told.nanos(),
                                    told.seq(),
                                    told.event(),
                                    told.status(),
                                    null))),
            plant(
                    "the stream of an order that has ended is not ended",
                    Life.CANCELLED_WHILE_HELD,
                    "streams-end-with-their-orders",
                    (book, made) -> book.leave()),
            plant(
                    "a stream is ended although its order goes on",
                    Life.CONFIRMED,
                    "streams-end-with-their-orders",
                    (book, made) -> book.over(book.connect(4L), StreamEnd.NOTHING_LEFT, 204, null)),
            plant(
                    "a stream is ended before the money is back",
                    Life.CANCELLED_AFTER_CAPTURE,
                    "streams-end-with-their-orders",
                    (book, made) -> book.over(book.connect(5L), StreamEnd.NOTHING_LEFT, 204, null)),
            plant(
                    "a stream is ended before anything was told",
                    Life.REJECTED,
                    "streams-end-with-their-orders",
                    (book, made) -> book.over(book.connect(null), StreamEnd.NOTHING_LEFT, 204, null)),
            plant(
                    "a follower does not find their order",
                    Life.CONFIRMED,
                    "followers-are-answered",
                    (book, made) -> book.over(book.connect(4L), StreamEnd.REFUSED, 404, null)),
            plant(
                    "a follower is sent away, and not told when to come back",
                    Life.CONFIRMED,
                    "followers-are-answered",
                    (book, made) -> book.over(book.connect(4L), StreamEnd.REFUSED, 503, null)));

    static final List<Plant> WEBHOOKS = List.of(
            plant(
                    "an event never arrives",
                    Life.CONFIRMED,
                    "webhooks-arrive",
                    (book, made) -> book.removeWebhooks(webhook -> "order.reserved".equals(webhook.type()))),
            plant(
                    "a delivery is told to have arrived, and was never taken",
                    Life.EXPIRED,
                    "webhooks-arrive",
                    (book, made) ->
                            book.removeWebhooks(webhook -> "order.expired".equals(webhook.type()) && webhook.taken())),
            new Plant("an event comes under two ids", books -> {
                Made made = books.order(Life.CONFIRMED);
                new NoticeBook(books, made).webhook(2, UUID.randomUUID().toString(), true, true);
                return Map.of(
                        "webhooks-arrive", made.id().toString(),
                        "webhooks-tell-what-happened", made.id().toString());
            }),
            plant(
                    "a webhook tells of an event that did not happen",
                    Life.PAYMENT_FAILED,
                    "webhooks-tell-what-happened",
                    (book, made) -> book.books()
                            .lines
                            .add(new Webhook(
                                    book.books().number(),
                                    Books.BEGIN,
                                    book.books().tick(),
                                    UUID.randomUUID().toString(),
                                    "order.confirmed",
                                    made.id().toString(),
                                    3L,
                                    true,
                                    true))),
            plant(
                    "a webhook is not well signed",
                    Life.CONFIRMED,
                    "webhooks-are-signed",
                    (book, made) -> book.webhook(
                            1, Books.eventId("order.placed", made.id(), 1).toString(), false, false)),
            plant(
                    "a delivery is not made",
                    Life.CONFIRMED,
                    "no-webhook-is-left",
                    (book, made) -> state(book, "PENDING")),
            plant(
                    "a delivery is given up",
                    Life.CONFIRMED,
                    "no-webhook-is-left",
                    (book, made) -> state(book, "FAILED")));

    private NoticePlants() {}

    private static void state(NoticeBook book, String status) {
        book.books()
                .replace(
                        Fact.Delivery.class,
                        d -> book.made().id().equals(d.orderId()) && d.seq() == 1,
                        d -> new Fact.Delivery(d.eventId(), d.event(), d.orderId(), d.seq(), status, d.attempts()));
    }

    private static Plant plant(String name, Life life, String check, BiConsumer<NoticeBook, Made> into) {
        return new Plant(name, books -> {
            Made made = books.order(life);
            into.accept(new NoticeBook(books, made), made);
            return Map.of(check, made.id().toString());
        });
    }
}
