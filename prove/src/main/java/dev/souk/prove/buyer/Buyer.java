package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.prove.buyer.Reply.Answer;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderAsked;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One buyer: looks around, orders, watches the order, cancels it at times, comes back. Blocks the (virtual) thread that
 * it runs on until the crowd's time or orders are used up; an interrupt ends it at once.
 */
final class Buyer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LOOK_AGAIN_MILLIS = 400;

    private final String name;
    private final Errand errand;
    private final SplittableRandom random;
    private final Insistence insistence;
    private final Browsing browsing;
    private final Habits habits;
    private int orders;
    private @Nullable Basket cart;

    Buyer(String name, Errand errand, SplittableRandom random) {
        this.name = name;
        this.errand = errand;
        this.random = random;
        this.insistence = new Insistence(errand.client(), random.split(), errand.until());
        this.browsing = new Browsing(errand.client());
        this.habits = errand.options().habits();
    }

    void run() throws InterruptedException {
        // Buyers come one after the other, not all in the first millisecond of freshly started nodes.
        TimeUnit.MILLISECONDS.sleep(pause());
        String bearer = token();
        if (bearer == null) {
            return;
        }
        cart = openCart(bearer);
        while (errand.mayOrder()) {
            buy(bearer);
            TimeUnit.MILLISECONDS.sleep(pause());
        }
    }

    /** @return none when the shop gave none in time */
    @Nullable
    String token() throws InterruptedException {
        return insistence.ask(name, Call.token(name)) instanceof Answer answer && answer.isSuccess()
                ? textOf(answer, "token")
                : null;
    }

    /** @return none when the shop gave none in time */
    @Nullable
    Basket openCart(String bearer) throws InterruptedException {
        return Basket.open(name, bearer, insistence);
    }

    private static @Nullable String textOf(Answer answer, String field) {
        JsonNode value = answer.body().path(field);
        return value.isTextual() ? value.asText() : null;
    }

    private long pause() {
        return random.nextLong(errand.options().pause().toMillis() + 1);
    }

    private boolean inclined(int percent) {
        return random.nextInt(100) < percent;
    }

    private void buy(String bearer) throws InterruptedException {
        List<Item> items = errand.shelf().choose(random, habits.hot());
        if (inclined(habits.browses())) {
            browse(items.getFirst());
        }
        if (inclined(habits.mistakes())) {
            err(bearer, items);
        }
        OrderAsked order = order(items);
        String key = nextKey();
        Reply reply = place(Call.place(bearer, key, order, errand.shelf().currency()));
        errand.counts().ordered(reply);
        if (reply instanceof Answer answer && answer.isSuccess() && !answer.isDoubtful()) {
            String id = textOf(answer, "id");
            if (id != null) {
                errand.accepted().accepted(name, bearer, id);
            }
            errAgain(bearer, key, order, items);
            think(order, items);
            if (id != null) {
                live(bearer, id);
            }
        }
    }

    private String nextKey() {
        return name + "." + ++orders;
    }

    /** Sends an order that has to be refused, as often as any other. */
    private void err(String bearer, List<Item> items) throws InterruptedException {
        OrderAsked wrong =
                Mistake.any(random).made(lines(items), habits.tokens().pick(random), total(items));
        errand.counts()
                .ordered(place(
                        Call.place(bearer, nextKey(), wrong, errand.shelf().currency())));
    }

    /** Orders wrongly after an accepted order: the same cart under a new key, or other lines under the same key. */
    private void errAgain(String bearer, String key, OrderAsked order, List<Item> items) throws InterruptedException {
        if (!inclined(habits.mistakes())) {
            return;
        }
        OrderAsked other = new OrderAsked(
                errand.shelf().others(items, random),
                null,
                null,
                habits.tokens().pick(random),
                null);
        Call again = order.cartId() != null && random.nextBoolean()
                ? Call.place(bearer, nextKey(), order, errand.shelf().currency())
                : Call.place(bearer, key, other, errand.shelf().currency());
        errand.counts().ordered(place(again));
    }

    private void browse(Item wanted) throws InterruptedException {
        browsing.ask(name, Call.products(null));
        browsing.ask(name, Call.product(wanted.sku()));
        browsing.ask(name, Call.stock(wanted.sku()));
    }

    /** Of the cart, when it could be filled; else of the lines themselves. */
    private OrderAsked order(List<Item> items) throws InterruptedException {
        String token = habits.tokens().pick(random);
        boolean expects = inclined(habits.expectsTotal());
        Basket filled = cart;
        if (filled != null && inclined(habits.carts()) && filled.fill(items)) {
            return new OrderAsked(List.of(), filled.id(), filled.version(), token, expects ? filled.total() : null);
        }
        return new OrderAsked(lines(items), null, null, token, expects ? total(items) : null);
    }

    private static List<Item> lines(List<Item> items) {
        return items.stream().map(item -> Item.of(item.sku(), item.quantity())).toList();
    }

    private static long total(List<Item> items) {
        return items.stream()
                .mapToLong(item -> item.quantity() * Objects.requireNonNullElse(item.unitPrice(), 0L))
                .sum();
    }

    /** Sets a cart line while the order of the cart is under way. The line is for a later order, and has to stay. */
    private void think(OrderAsked order, List<Item> ordered) throws InterruptedException {
        Basket into = cart;
        if (into != null && order.cartId() != null && inclined(habits.afterthoughts())) {
            Item line = random.nextBoolean()
                    ? ordered.getFirst()
                    : errand.shelf().choose(random, habits.hot()).getFirst();
            into.set(line.sku(), 1 + random.nextInt(3));
        }
    }

    private Reply place(Call call) throws InterruptedException {
        Reply reply = inclined(habits.doubleClicks()) ? placeTwice(call) : insistence.ask(name, call);
        if (inclined(habits.repeats())) {
            errand.client().send(name, call, 2, reply.node());
        }
        return reply;
    }

    private Reply placeTwice(Call call) throws InterruptedException {
        Insistence other = new Insistence(errand.client(), random.split(), errand.until());
        return errand.both(() -> insistence.ask(name, call), () -> other.ask(name, call));
    }

    /** The buyer's part in an accepted order: may watch it, and may cancel it. */
    private void live(String bearer, String id) throws InterruptedException {
        boolean cancels = inclined(habits.cancels());
        boolean atOnce = random.nextBoolean();
        if (cancels && atOnce) {
            cancel(bearer, id);
        }
        if (inclined(habits.watches())) {
            watch(bearer, id);
        }
        if (cancels && !atOnce) {
            cancel(bearer, id);
        }
    }

    private void cancel(String bearer, String id) throws InterruptedException {
        errand.counts().cancelled(insistence.ask(name, Call.cancel(bearer, id)));
    }

    private void watch(String bearer, String id) throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - patience < 0 && System.nanoTime() - errand.until() < 0) {
            Reply reply = errand.client().send(name, Call.order(bearer, id), 1, null);
            if (reply instanceof Answer answer && answer.isSuccess() && isSettled(answer)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(LOOK_AGAIN_MILLIS));
        }
    }

    private static boolean isSettled(Answer answer) {
        String status = textOf(answer, "status");
        return !"PENDING".equals(status) && !"RESERVED".equals(status);
    }
}
