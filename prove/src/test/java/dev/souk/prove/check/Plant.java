package dev.souk.prove.check;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import dev.souk.prove.history.OrderSeen;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A flaw of one kind.
 *
 * @param into plants it into books that are not counted yet; gives the checks that must find it, and of what
 */
record Plant(String name, Function<Books, Map<String, String>> into) {

    static final List<Plant> ANSWERS = List.of(
            new Plant("a shop that sells nothing", books -> {
                books.facts.clear();
                books.lines.clear();
                books.order(Life.REJECTED);
                books.refused();
                return Map.of("buyers-could-buy", "the run");
            }),
            new Plant("an accepted order is lost", books -> {
                Made made = books.order(Life.REJECTED);
                forget(books, made);
                return Map.of("acknowledged-orders-exist", made.id().toString());
            }),
            new Plant("an accepted order belongs to somebody else", books -> {
                Made made = books.order(Life.REJECTED);
                books.replace(
                        Fact.Order.class,
                        o -> o.id().equals(made.id()),
                        o -> new Fact.Order(
                                o.id(),
                                "stranger",
                                o.status(),
                                o.currency(),
                                o.total(),
                                o.items(),
                                o.timeline(),
                                o.seq(),
                                0,
                                0,
                                0,
                                o.createdAt(),
                                o.cartId(),
                                o.cartVersion()));
                return Map.of("acknowledged-orders-exist", made.id().toString());
            }),
            new Plant("an accepting answer is no order", books -> {
                Made made = books.order(Life.REJECTED);
                books.lines.replaceAll(line ->
                        line instanceof Answered a && a.order() != null && isOf(a.order(), made) && a.status() == 201
                                ? answer(a, null)
                                : line);
                return Map.of("acknowledged-orders-exist", made.key());
            }),
            new Plant("an order is not found", books -> {
                Made made = books.order(Life.CONFIRMED);
                long id = books.asked(made, Operation.GET_ORDER);
                books.refused(id, 404, "order_not_found");
                return Map.of("accepted-orders-are-found", made.id().toString());
            }),
            new Plant("an answer shows another total", books -> {
                Made made = books.order(Life.CONFIRMED);
                OrderSeen seen = Books.seen(made, 4);
                books.answered(
                        books.asked(made, Operation.GET_ORDER),
                        200,
                        new OrderSeen(
                                seen.id(),
                                seen.status(),
                                seen.currency(),
                                seen.total() + 1,
                                seen.items(),
                                seen.events(),
                                seen.authorized(),
                                seen.captured(),
                                seen.refunded()));
                return Map.of("answers-match-the-store", made.id().toString());
            }),
            new Plant("an order costs more than its buyer expected", books -> {
                Made made = books.order(Life.CONFIRMED);
                body(books, made, Books.body(made, made.total() - 1));
                return Map.of("orders-are-what-was-asked", made.id().toString());
            }),
            new Plant("an order has other units than were asked for", books -> {
                Made made = books.order(Life.CONFIRMED);
                body(books, made, new OrderAsked(List.of(Item.of("A", 77)), null, null, "tok_ok", null));
                return Map.of(
                        "orders-are-what-was-asked", made.id().toString(),
                        "no-order-unasked", made.id().toString());
            }),
            new Plant("a key made two orders", books -> {
                Made made = books.order(Life.REJECTED);
                books.stored(made.buyer(), made.key(), Life.REJECTED, number(made), Books.BEGIN);
                return Map.of("one-order-per-key", made.key());
            }),
            new Plant("two answers say that they are the first", books -> {
                Made made = books.order(Life.EXPIRED);
                long id = books.asked(made.buyer(), Operation.PLACE_ORDER, made.key(), null, Books.body(made, null));
                books.answered(id, 201, Books.seen(made, 2));
                return Map.of("replays-are-equal", made.key());
            }),
            new Plant("an order nobody asked for", books -> {
                Made other = books.order(Life.REJECTED);
                Made made = books.stored(other.buyer(), "unheard-of", Life.REJECTED, 1, Books.BEGIN);
                return Map.of("no-order-unasked", made.id().toString());
            }),
            new Plant("a claimed key without its order", books -> {
                books.facts.add(new Fact.Claim("buyer-0", "empty-handed", UUID.randomUUID()));
                return Map.of("no-order-unasked", "empty-handed");
            }),
            new Plant("a refused key made an order all the same", books -> {
                String key = books.refused();
                Made made = books.stored("buyer-0", key, Life.REJECTED, 0, Books.BEGIN);
                books.lines.replaceAll(line ->
                        line instanceof Asked a && key.equals(a.key()) ? asked(a, Books.body(made, null)) : line);
                return Map.of("refused-means-refused", key);
            }),
            new Plant("a fault of the server", books -> {
                long id = books.asked("buyer-1", Operation.LIST_PRODUCTS, null, null, null);
                books.refused(id, 500, "internal_error");
                return Map.of("answers-are-documented", "request " + id);
            }),
            new Plant("busy, and no word on when to come back", books -> {
                long id = books.asked("buyer-1", Operation.LIST_PRODUCTS, null, null, null);
                books.refused(id, 503, "busy");
                return Map.of("answers-are-documented", "request " + id);
            }));

    static final List<Plant> ORDERS = List.of(
            new Plant("a buyer saw a state that never was", books -> {
                Made made = books.order(Life.CONFIRMED);
                Made dreamt = new Made(
                        made.id(),
                        made.buyer(),
                        made.key(),
                        Life.DELIVERED,
                        made.items(),
                        made.total(),
                        made.payment());
                books.answered(books.asked(made, Operation.GET_ORDER), 200, Books.seen(dreamt, 5));
                return Map.of("seen-states-happened", made.id().toString());
            }),
            new Plant("a buyer saw more money taken than is written down", books -> {
                Made made = books.order(Life.PAYMENT_FAILED);
                OrderSeen seen = Books.seen(made, 3);
                books.answered(
                        books.asked(made, Operation.GET_ORDER),
                        200,
                        new OrderSeen(
                                seen.id(),
                                seen.status(),
                                seen.currency(),
                                seen.total(),
                                seen.items(),
                                seen.events(),
                                made.total(),
                                0,
                                0));
                return Map.of("seen-states-happened", made.id().toString());
            }),
            new Plant("a buyer was told less than before", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.answered(books.asked(made, Operation.GET_ORDER), 200, Books.seen(made, 2));
                return Map.of("no-state-is-taken-back", made.id().toString());
            }),
            new Plant("a cancelled order went on", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.answered(books.asked(made, Operation.CANCEL_ORDER), 200, Books.seen(made, 4));
                return Map.of("cancelled-is-cancelled", made.id().toString());
            }),
            new Plant("an order is never settled", books -> {
                Made made = books.order(Life.PENDING);
                return Map.of("orders-are-settled", made.id().toString());
            }),
            new Plant("an order is settled too late", books -> {
                Made made = books.order(Life.EXPIRED);
                books.replace(
                        Fact.Order.class,
                        o -> o.id().equals(made.id()),
                        o -> withTimeline(
                                o,
                                o.timeline().stream()
                                        .map(s -> new Fact.Step(
                                                s.seq(),
                                                s.status(),
                                                s.event(),
                                                s.eventId(),
                                                s.at().plusSeconds((s.seq() - 1) * 600)))
                                        .toList()));
                return Map.of("orders-are-settled", made.id().toString());
            }),
            new Plant("an order skips a state", books -> {
                Made made = books.order(Life.OUT_OF_TURN);
                return Map.of("timelines-follow-the-table", made.id().toString());
            }),
            new Plant("an order lost its last step", books -> {
                Made made = books.order(Life.CONFIRMED);
                books.replace(
                        Fact.Order.class,
                        o -> o.id().equals(made.id()),
                        o -> new Fact.Order(
                                o.id(),
                                o.customer(),
                                o.status(),
                                o.currency(),
                                o.total(),
                                o.items(),
                                o.timeline(),
                                o.seq() + 1,
                                o.authorized(),
                                o.captured(),
                                o.refunded(),
                                o.createdAt(),
                                o.cartId(),
                                o.cartVersion()));
                return Map.of("timelines-follow-the-table", made.id().toString());
            }));

    private static void forget(Books books, Made made) {
        new NoticeBook(books, made).forget();
        String subject = made.id().toString();
        books.remove(Fact.Order.class, o -> o.id().equals(made.id()));
        books.remove(Fact.Claim.class, c -> c.orderId().equals(made.id()));
        List<UUID> events = books.facts.stream()
                .filter(f -> f instanceof Fact.Outbox o && o.subject().equals(subject))
                .map(f -> ((Fact.Outbox) f).id())
                .toList();
        books.remove(Fact.Outbox.class, o -> o.subject().equals(subject));
        books.remove(Fact.Event.class, e -> e.subject().equals(subject));
        books.remove(Fact.Inbox.class, i -> events.contains(i.eventId()));
    }

    private static boolean isOf(OrderSeen seen, Made made) {
        return seen.id().equals(made.id().toString());
    }

    private static Answered answer(Answered a, @Nullable OrderSeen order) {
        return new Answered(a.id(), a.at(), a.nanos(), a.status(), a.code(), a.retryAfter(), a.replayed(), order, null);
    }

    private static void body(Books books, Made made, OrderAsked body) {
        books.lines.replaceAll(line -> line instanceof Asked a && made.key().equals(a.key()) ? asked(a, body) : line);
    }

    private static HistoryLine asked(Asked a, OrderAsked body) {
        return new Asked(
                a.id(),
                a.at(),
                a.nanos(),
                a.buyer(),
                a.operation(),
                a.node(),
                a.attempt(),
                a.key(),
                a.target(),
                body,
                null);
    }

    private static int number(Made made) {
        return Integer.parseInt(made.key().substring(made.key().indexOf('-') + 1));
    }

    static Fact.Order withTimeline(Fact.Order o, List<Fact.Step> timeline) {
        return new Fact.Order(
                o.id(),
                o.customer(),
                o.status(),
                o.currency(),
                o.total(),
                o.items(),
                timeline,
                o.seq(),
                o.authorized(),
                o.captured(),
                o.refunded(),
                o.createdAt(),
                o.cartId(),
                o.cartVersion());
    }

    @Override
    public String toString() {
        return name;
    }
}
