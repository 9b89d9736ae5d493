package dev.souk.prove.check;

import static dev.souk.prove.check.Books.BEGIN;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Flaws of stock, money and events. */
final class MorePlants {
    static final List<Plant> STOCK = List.of(
            new Plant("the shop counts a unit less than it sold", books -> {
                books.order(Life.CONFIRMED);
                books.counted();
                books.replace(
                        Fact.Stock.class,
                        s -> s.sku().equals("A"),
                        s -> new Fact.Stock("A", s.sold() - 1, 0, 0, s.sold() - 1, s.sold() - 1));
                return Map.of("no-unit-sold-twice", "A", "stock-counters-add-up", "A");
            }),
            new Plant("a unit appears", books -> {
                books.counted();
                books.replace(
                        Fact.Stock.class,
                        s -> s.sku().equals("A"),
                        s -> new Fact.Stock("A", s.received(), s.available() + 1, s.held(), s.sold(), s.receipts()));
                return Map.of("stock-counters-add-up", "A");
            }),
            new Plant("a receipt is not counted", books -> {
                books.counted();
                books.replace(
                        Fact.Stock.class,
                        s -> s.sku().equals("A"),
                        s -> new Fact.Stock("A", s.received(), s.available(), s.held(), s.sold(), s.receipts() + 5));
                return Map.of("stock-counters-add-up", "A");
            }),
            new Plant("a confirmed order has nothing reserved", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.remove(Fact.Reservation.class, r -> r.orderId().equals(made.id()));
                return Map.of("reservations-match-orders", made.id().toString());
            }),
            new Plant("a cancelled order still holds stock", books -> {
                Made made = books.order(Life.CANCELLED_WHILE_HELD);
                books.replace(
                        Fact.Reservation.class,
                        r -> r.orderId().equals(made.id()),
                        r -> new Fact.Reservation(r.orderId(), r.sku(), r.quantity(), "HELD"));
                return Map.of("reservations-match-orders", made.id().toString());
            }),
            new Plant("a reservation for no order", books -> {
                UUID nobody = UUID.randomUUID();
                books.facts.add(new Fact.Reservation(nobody, "A", 2, "HELD"));
                return Map.of("reservations-match-orders", nobody.toString());
            }),
            new Plant("a confirmed order is reserved twice", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.facts.add(new Fact.Reservation(made.id(), "A", 1, "RELEASED"));
                return Map.of("reservations-match-orders", made.id().toString());
            }));

    static final List<Plant> MONEY = List.of(
            new Plant("an order is captured twice", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.deed(made, "CAPTURE");
                return Map.of(
                        "no-buyer-charged-twice", made.id().toString(),
                        "confirmed-orders-are-paid", made.id().toString(),
                        "money-is-conserved", "GBP",
                        "books-agree", made.id().toString());
            }),
            new Plant("an order is authorised twice", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.deed(made, "AUTHORISE");
                return Map.of(
                        "no-buyer-charged-twice", made.id().toString(),
                        "confirmed-orders-are-paid", made.id().toString(),
                        "books-agree", made.id().toString());
            }),
            new Plant("one key is paid for twice", books -> {
                Made made = books.order(Life.CONFIRMED);
                int number = Integer.parseInt(made.key().substring("key-".length()));
                books.stored(made.buyer(), made.key(), Life.CONFIRMED, number, BEGIN);
                return Map.of("no-buyer-charged-twice", made.key(), "one-order-per-key", made.key());
            }),
            new Plant("money is taken for nothing", books -> {
                UUID payment = UUID.randomUUID();
                books.facts.add(new Fact.Ledger("capture", payment, "CAPTURE", 500, "GBP"));
                return Map.of("no-money-without-an-order", payment.toString(), "money-is-conserved", "GBP");
            }),
            new Plant("a confirmed order is not paid", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.remove(
                        Fact.Ledger.class,
                        l -> l.paymentId().equals(made.payment())
                                && l.operation().equals("CAPTURE"));
                return Map.of(
                        "confirmed-orders-are-paid", made.id().toString(),
                        "money-is-conserved", "GBP",
                        "books-agree", made.id().toString());
            }),
            new Plant("a cancelled order is not given its money back", books -> {
                Made made = books.order(Life.CANCELLED_AFTER_CAPTURE);
                books.remove(
                        Fact.Ledger.class,
                        l -> l.paymentId().equals(made.payment())
                                && l.operation().equals("REFUND"));
                return Map.of(
                        "ended-orders-keep-no-money", made.id().toString(),
                        "money-is-conserved", "GBP",
                        "books-agree", made.id().toString());
            }),
            new Plant("an authorisation is never let go", books -> {
                Made made = books.order(Life.CAPTURE_FAILED);
                books.remove(
                        Fact.Ledger.class,
                        l -> l.paymentId().equals(made.payment())
                                && l.operation().equals("VOID"));
                return Map.of("ended-orders-keep-no-money", made.id().toString());
            }),
            new Plant("the shop believes to have money that it has not", books -> {
                Made made = books.order(Life.CANCELLED_WHILE_HELD);
                books.replace(
                        Fact.Payment.class,
                        p -> p.orderId().equals(made.id()),
                        p -> new Fact.Payment(
                                p.id(), p.orderId(), p.state(), p.authorized(), p.authorized(), p.refunded()));
                return Map.of("books-agree", made.id().toString());
            }));

    static final List<Plant> EVENTS = List.of(
            new Plant("an event never reached its topic", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("payment.captured", made.id(), 4);
                books.remove(Fact.Event.class, e -> event.equals(e.id()));
                books.remove(Fact.Inbox.class, i -> i.eventId().equals(event));
                return Map.of("facts-are-published", event.toString());
            }),
            new Plant("an event is not marked as published", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("order.confirmed", made.id(), 3);
                books.replace(
                        Fact.Outbox.class,
                        o -> o.id().equals(event),
                        o -> new Fact.Outbox(o.id(), o.topic(), o.subject(), o.digest(), false));
                return Map.of("facts-are-published", event.toString());
            }),
            new Plant("the topic says something else", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("order.confirmed", made.id(), 3);
                books.replace(
                        Fact.Outbox.class,
                        o -> o.id().equals(event),
                        o -> new Fact.Outbox(o.id(), o.topic(), o.subject(), "another", true));
                return Map.of("facts-are-published", event.toString());
            }),
            new Plant("an event that was never committed", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = books.fact(made.id(), "payment.refunded", 9, BEGIN);
                books.remove(Fact.Outbox.class, o -> o.id().equals(event));
                return Map.of("published-facts-were-committed", event.toString());
            }),
            new Plant("an event of an order that is not there", books -> {
                UUID nobody = UUID.randomUUID();
                books.fact(nobody, "stock.reserved", 1, BEGIN);
                return Map.of("events-concern-real-orders", nobody.toString());
            }),
            new Plant("an event of a step that was not taken", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.fact(made.id(), "order.shipped", 5, BEGIN);
                return Map.of("timelines-are-published", made.id().toString());
            }),
            new Plant("a step without its event", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("order.confirmed", made.id(), 3);
                books.remove(Fact.Event.class, e -> event.equals(e.id()));
                books.remove(Fact.Outbox.class, o -> event.equals(o.id()));
                books.remove(Fact.Inbox.class, i -> event.equals(i.eventId()));
                return Map.of("timelines-are-published", made.id().toString());
            }),
            new Plant("stock says two things of one order", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.fact(made.id(), "stock.rejected", 2, BEGIN);
                return Map.of("nothing-happens-twice", made.id().toString());
            }),
            new Plant("an event is not handled", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("order.confirmed", made.id(), 3);
                books.remove(
                        Fact.Inbox.class,
                        i -> i.eventId().equals(event) && i.consumer().equals("stock"));
                return Map.of("every-event-is-handled-once", event.toString());
            }),
            new Plant("an event that is on no topic is handled", books -> {
                UUID event = UUID.randomUUID();
                books.facts.add(new Fact.Inbox(event, "payment"));
                return Map.of("every-event-is-handled-once", event.toString());
            }),
            new Plant("a dead letter", books -> {
                Made made = books.order(Life.CONFIRMED);
                UUID event = Books.eventId("order.confirmed", made.id(), 3);
                Fact.Event dead = books.event("souk.orders.dlq", event, "order.confirmed", made.id(), 3, BEGIN);
                books.facts.add(dead);
                return Map.of("no-dead-letters", dead.topic() + "-" + dead.partition() + "@" + dead.offset());
            }));

    private MorePlants() {}
}
