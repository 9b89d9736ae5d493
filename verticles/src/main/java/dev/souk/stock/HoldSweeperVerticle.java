package dev.souk.stock;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.stock.store.HoldRepository;
import dev.souk.stock.store.HoldRepository.OldHold;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the order about old holds, one node at a time. Stock has no timer of its own: every order has a deadline, so a
 * hold that is much older has missed an event, or its order is late itself.
 *
 * <pre>
 *  old holds, page by page ──> order.statuses ──ended──> release   ┐
 *                                  │ confirmed ─────────> commit   ├ as their events would have done
 *                                  │ unsettled ─────────> leave    ┘
 *                                  └ unknown ───────────> leave, and alarm
 * </pre>
 *
 * <p>A sweep that fails is given up; the next one begins again. Orders that were settled so are counted ({@code
 * souk.stock.holds.settled}); two gauges say what the last whole sweep of this node saw: {@code souk.stock.holds.old},
 * and {@code souk.stock.holds.unknown}, which is to be 0.
 */
public final class HoldSweeperVerticle extends VerticleBase {
    private static final String LEASE = "stock-holds";
    private static final int PAGE = 500;
    /** A hold is found at most this part of its allowed age late. */
    private static final int SWEEPS_PER_AGE = 10;

    private static final long SHORTEST_MILLIS = 100;

    private final Messaging messaging;
    private final Duration age;
    private final HoldRepository holds = new HoldRepository();
    private final HoldSettlement settlement;
    private final AtomicInteger old = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private LeasedRounds rounds;

    /** @param age of a hold that is asked about */
    @SuppressWarnings("NullAway.Init") // the rounds come with the context, in start
    public HoldSweeperVerticle(Bus bus, Messaging messaging, Duration age, MeterRegistry metrics) {
        this.messaging = messaging;
        this.age = age;
        this.settlement = new HoldSettlement(bus, messaging, metrics);
        metrics.gauge("souk.stock.holds.old", old);
        metrics.gauge("souk.stock.holds.unknown", unknown);
    }

    @Override
    public Future<?> start() {
        Duration every = Duration.ofMillis(Math.max(SHORTEST_MILLIS, age.toMillis() / SWEEPS_PER_AGE));
        rounds = messaging.rounds(LEASE, every, this::sweep, () -> seen(new Seen(0, 0)));
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop();
    }

    private Future<Boolean> sweep() {
        return page(OldHold.FIRST, new Seen(0, 0)).onSuccess(this::seen).map(false);
    }

    /** The number of orders with old holds, and how many of them the order feature does not know. */
    private record Seen(int old, int unknown) {}

    private void seen(Seen seen) {
        old.set(seen.old());
        unknown.set(seen.unknown());
    }

    private Future<Seen> page(OldHold after, Seen before) {
        Future<List<OldHold>> found =
                messaging.transactions().read("stock-old-holds", client -> holds.old(client, age, after, PAGE));
        return found.compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture(before);
            }
            return settlement
                    .settle(page.stream().map(OldHold::orderId).toList())
                    .compose(strangers -> {
                        Seen seen = new Seen(before.old() + page.size(), before.unknown() + strangers.size());
                        return page.size() < PAGE ? Future.succeededFuture(seen) : page(page.getLast(), seen);
                    });
        });
    }
}
