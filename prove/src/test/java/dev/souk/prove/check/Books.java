package dev.souk.prove.check;

import dev.souk.prove.check.facts.Columns;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.FactKind;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.LineAsked;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import dev.souk.prove.history.OrderSeen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run that never took place: what its buyers were told and what its stores say, without a flaw until a test plants one.
 */
final class Books implements ShopFacts {
    static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(1, ChronoUnit.HOURS);
    static final long RECEIVED = 100_000;

    final List<HistoryLine> lines = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    Set<FactKind> kinds = EnumSet.allOf(FactKind.class);
    private long requests;
    private long nanos;
    private long offsets;
    private int orders;
    private final Map<String, CartBook> carts = new TreeMap<>();

    /** An order of the run. */
    record Made(UUID id, String buyer, String key, Life life, List<Item> items, long total, UUID payment) {}

    Books() {
        facts.add(new Fact.Consumer("cart", "order.confirmed"));
        List.of("order.placed", "order.confirmed", "order.cancelled", "order.expired", "order.payment_failed")
                .forEach(type -> facts.add(new Fact.Consumer("stock", type)));
        List.of("order.reserved", "order.confirmed", "order.cancelled", "order.expired", "order.payment_failed")
                .forEach(type -> facts.add(new Fact.Consumer("payment", type)));
        List.of("stock.reserved", "stock.rejected", "payment.authorized", "payment.captured", "payment.voided")
                .forEach(type -> facts.add(new Fact.Consumer("order", type)));
    }

    /** An order that its buyer asked for twice, having lost the first answer, and looked at after every step. */
    Made order(Life life) {
        int number = ++orders;
        Made made = stored("buyer-" + number % 3, "key-" + number, life, number, BEGIN);
        place(made, body(made, made.total));
        live(made);
        return made;
    }

    private void place(Made made, OrderAsked body) {
        long lost = asked(made.buyer, Operation.PLACE_ORDER, made.key, null, body);
        lines.add(new Lost(lost, BEGIN, ++nanos, "timeout"));
        long again = asked(made.buyer, Operation.PLACE_ORDER, made.key, null, body);
        answered(again, 201, seen(made, 1));
    }

    /**
     * An order of a cart that its buyer filled, and into which they put the first of its lines again at once, and another
     * one.
     */
    Made cartOrder(Life life) {
        return cartOrder(life, "buyer-" + orders % 3, 0);
    }

    /** @param older the order is of a version that much older than the one that its buyer saw */
    Made cartOrder(Life life, String buyer, int older) {
        int number = ++orders;
        CartBook cart = fill(buyer, number);
        return cartOrder(life, number, cart, cart.items(), cart.version - older);
    }

    /** @param version of the cart, as it is stored */
    Made cartOrder(Life life, int number, CartBook cart, List<Item> items, long version) {
        Made made = stored(cart.buyer, "key-" + number, life, items, cart.id, version, BEGIN);
        place(made, cart);
        set(cart, items.getFirst().sku(), 9);
        set(cart, "C", 1);
        if (life.events.contains("order.confirmed")) {
            cart.bought(version, items.stream().map(Item::sku).toList());
            look(cart);
        }
        live(made);
        return made;
    }

    void place(Made made, CartBook cart) {
        place(made, new OrderAsked(List.of(), cart.id.toString(), cart.version, "tok_ok", made.total));
    }

    CartBook cart(String buyer) {
        return carts.computeIfAbsent(buyer, first -> {
            CartBook cart = new CartBook(buyer);
            shown(asked(buyer, Operation.OPEN_CART, null, null, null), cart.seen());
            return cart;
        });
    }

    private CartBook fill(String buyer, int number) {
        CartBook cart = cart(buyer);
        look(cart);
        Map<String, Long> wanted = Columns.unitsOf(items(number));
        cart.items().stream().filter(item -> !wanted.containsKey(item.sku())).forEach(item -> set(cart, item.sku(), 0));
        wanted.forEach((sku, quantity) -> set(cart, sku, quantity));
        if (number % 3 == 0) {
            // One that acted, and whose answer was lost: the cart is another than was thought.
            lines.add(new Lost(change(cart, "B-9", 3), BEGIN, ++nanos, "timeout"));
            cart.set("B-9", 3);
            refused(change(cart, "B-9", 3), 412, "precondition_failed");
            look(cart);
        }
        return cart;
    }

    long change(CartBook cart, String sku, long quantity) {
        Operation operation = quantity == 0 ? Operation.REMOVE_CART_LINE : Operation.SET_CART_LINE;
        lines.add(new Asked(
                ++requests,
                BEGIN,
                ++nanos,
                cart.buyer,
                operation,
                "http://node",
                1,
                null,
                cart.id.toString(),
                null,
                new LineAsked(sku, quantity, cart.version)));
        return requests;
    }

    void set(CartBook cart, String sku, long quantity) {
        long id = change(cart, sku, quantity);
        cart.set(sku, quantity);
        shown(id, cart.seen());
    }

    void look(CartBook cart) {
        shown(asked(cart.buyer, Operation.GET_CART, null, cart.id.toString(), null), cart.seen());
    }

    void shown(long id, CartSeen cart) {
        lines.add(new Answered(id, BEGIN, ++nanos, 200, null, null, false, null, cart));
    }

    /** The next number of a request, a stream or a webhook. */
    long number() {
        return ++requests;
    }

    /** The next moment of the history. */
    long tick() {
        return ++nanos;
    }

    private void live(Made made) {
        new NoticeBook(this, made).follow();
        Life life = made.life;
        for (int step = 1; step <= life.events.size(); step++) {
            if (life.events.get(step - 1).equals("order.cancelled") && life != Life.CAPTURE_FAILED) {
                answered(asked(made, Operation.CANCEL_ORDER), 200, seen(made, step));
            }
            answered(asked(made, Operation.GET_ORDER), 200, seen(made, step));
        }
    }

    /** A key whose every request was refused. */
    String refused() {
        String key = "refused-" + ++orders;
        long id = asked("buyer-0", Operation.PLACE_ORDER, key, null, body(List.of(Item.of("A", 1)), null));
        refused(id, 409, "total_changed");
        return key;
    }

    static List<Item> items(int number) {
        return List.of(
                new Item("A", 1 + number % 3, 250L), new Item("B-" + number % 4, 2, 1_000L), new Item("A", 1, 250L));
    }

    static OrderAsked body(Made made, @Nullable Long expectedTotal) {
        return body(made.items, expectedTotal);
    }

    private static OrderAsked body(List<Item> items, @Nullable Long expectedTotal) {
        List<Item> plain =
                items.stream().map(item -> Item.of(item.sku(), item.quantity())).toList();
        return new OrderAsked(plain, null, null, "tok_ok", expectedTotal);
    }

    long asked(
            String buyer,
            Operation operation,
            @Nullable String key,
            @Nullable String target,
            @Nullable OrderAsked body) {
        lines.add(new Asked(++requests, BEGIN, ++nanos, buyer, operation, "http://node", 1, key, target, body, null));
        return requests;
    }

    long asked(Made made, Operation operation) {
        return asked(made.buyer, operation, null, made.id.toString(), null);
    }

    void answered(long id, int status, @Nullable OrderSeen order) {
        lines.add(new Answered(id, BEGIN, ++nanos, status, null, null, false, order, null));
    }

    void refused(long id, int status, String code) {
        lines.add(new Answered(id, BEGIN, ++nanos, status, code, null, false, null, null));
    }

    /** The order as it was after that many steps. */
    static OrderSeen seen(Made made, int steps) {
        boolean over = steps == made.life.events.size();
        return new OrderSeen(
                made.id.toString(),
                made.life.statuses().get(steps - 1),
                "GBP",
                made.total,
                made.items,
                made.life.events.subList(0, steps),
                over ? made.life.authorized(made.total) : 0,
                over ? made.life.captured(made.total) : 0,
                over ? made.life.refunded(made.total) : 0);
    }

    /** Everything that the stores say of an order. */
    Made stored(String buyer, String key, Life life, int number, Instant at) {
        return stored(buyer, key, life, items(number), null, null, at);
    }

    Made stored(
            String buyer,
            String key,
            Life life,
            List<Item> items,
            @Nullable UUID cart,
            @Nullable Long version,
            Instant at) {
        UUID id = UUID.randomUUID();
        long total = Columns.pricedSum(items);
        Made made = new Made(id, buyer, key, life, items, total, UUID.randomUUID());
        facts.add(new Fact.Claim(buyer, key, id));
        facts.add(new Fact.Order(
                id,
                buyer,
                life.status(),
                "GBP",
                total,
                items,
                timeline(made, at),
                life.events.size(),
                life.authorized(total),
                life.captured(total),
                life.refunded(total),
                at,
                cart,
                version));
        reserve(made);
        pay(made);
        publish(made, at);
        new NoticeBook(this, made).webhooks();
        return made;
    }

    private static List<Fact.Step> timeline(Made made, Instant at) {
        List<Fact.Step> steps = new ArrayList<>();
        for (int i = 0; i < made.life.events.size(); i++) {
            String event = made.life.events.get(i);
            steps.add(new Fact.Step(
                    i + 1, made.life.statuses().get(i), event, eventId(event, made.id, i + 1), at.plusSeconds(i)));
        }
        return steps;
    }

    static UUID eventId(String type, UUID order, long seq) {
        return UUID.nameUUIDFromBytes((type + order + seq).getBytes(StandardCharsets.UTF_8));
    }

    private void reserve(Made made) {
        if (!made.life.reservation.isEmpty()) {
            Columns.unitsOf(made.items)
                    .forEach((sku, quantity) ->
                            facts.add(new Fact.Reservation(made.id, sku, quantity, made.life.reservation)));
        }
    }

    private void pay(Made made) {
        if (!made.life.payment.isEmpty()) {
            facts.add(new Fact.Payment(
                    made.payment,
                    made.id,
                    made.life.payment,
                    made.life.authorized(made.total),
                    made.life.captured(made.total),
                    made.life.refunded(made.total)));
        }
        made.life.deeds.forEach(deed -> deed(made, deed));
    }

    void deed(Made made, String deed) {
        long amount = deed.equals("VOID") ? 0 : made.total;
        facts.add(new Fact.Ledger(deed + "." + UUID.randomUUID(), made.payment, deed, amount, "GBP"));
    }

    private void publish(Made made, Instant at) {
        for (int i = 0; i < made.life.events.size(); i++) {
            fact(made.id, made.life.events.get(i), i + 1, at);
        }
        if (made.life == Life.REJECTED) {
            fact(made.id, "stock.rejected", 1, at);
        } else if (!made.life.reservation.isEmpty()) {
            fact(made.id, "stock.reserved", 1, at);
        }
    }

    /** An event in the outbox, on its topic (every third twice), and handled by all its consumers. */
    UUID fact(UUID order, String type, long seq, Instant at) {
        UUID id = eventId(type, order, seq);
        String topic = topic(type);
        facts.add(new Fact.Outbox(id, topic, order.toString(), "digest-" + id, true));
        for (int copies = offsets % 3 == 0 ? 2 : 1; copies > 0; copies--) {
            facts.add(event(topic, id, type, order, seq, at));
        }
        facts.stream()
                .filter(fact -> fact instanceof Fact.Consumer consumer
                        && consumer.type().equals(type))
                .map(Fact.Consumer.class::cast)
                .toList()
                .forEach(consumer -> facts.add(new Fact.Inbox(id, consumer.name())));
        return id;
    }

    Fact.Event event(String topic, UUID id, String type, UUID order, long seq, Instant at) {
        Instant deadline = type.equals("order.placed") ? at.plusSeconds(120) : null;
        return new Fact.Event(
                topic, (int) (offsets % 12), ++offsets, id, type, order.toString(), seq, "digest-" + id, deadline);
    }

    private static String topic(String type) {
        return type.startsWith("order.") ? "souk.orders" : type.startsWith("stock.") ? "souk.stock" : "souk.payments";
    }

    /** Counts the stock as it must be; call when every order is made. */
    Books counted() {
        TreeMap<String, Long> held = new TreeMap<>();
        TreeMap<String, Long> sold = new TreeMap<>();
        for (int number = 0; number < 4; number++) {
            items(number).forEach(item -> held.put(item.sku(), 0L));
        }
        List.of("B-9", "C").forEach(sku -> held.put(sku, 0L));
        for (Fact fact : facts) {
            if (fact instanceof Fact.Reservation r && r.state().equals("HELD")) {
                held.merge(r.sku(), r.quantity(), Long::sum);
            } else if (fact instanceof Fact.Reservation r && r.state().equals("COMMITTED")) {
                sold.merge(r.sku(), r.quantity(), Long::sum);
            }
        }
        held.forEach((sku, units) -> {
            long gone = sold.getOrDefault(sku, 0L);
            facts.add(new Fact.Stock(sku, RECEIVED, RECEIVED - units - gone, units, gone, RECEIVED));
        });
        carts.values().forEach(cart -> {
            facts.add(new Fact.Cart(cart.id, cart.buyer, cart.version));
            cart.units.forEach((sku, quantity) -> facts.add(new Fact.CartLine(cart.id, sku, quantity)));
        });
        return this;
    }

    <T extends Fact> void replace(Class<T> kind, Predicate<T> which, UnaryOperator<T> by) {
        facts.replaceAll(
                fact -> kind.isInstance(fact) && which.test(kind.cast(fact)) ? by.apply(kind.cast(fact)) : fact);
    }

    <T extends Fact> void remove(Class<T> kind, Predicate<T> which) {
        facts.removeIf(fact -> kind.isInstance(fact) && which.test(kind.cast(fact)));
    }

    @Override
    public String shop() {
        return "a shop on paper";
    }

    @Override
    public Set<FactKind> kinds() {
        return kinds;
    }

    @Override
    public void read(Consumer<Fact> to) {
        facts.forEach(to);
    }

    /** The lines as they were written. */
    List<HistoryLine> history() {
        return lines.stream()
                .sorted(Comparator.comparingLong(HistoryLine::nanos))
                .toList();
    }

    @Override
    public Pending pending() {
        return new Pending(0, 0, 0, 0, 0);
    }
}
