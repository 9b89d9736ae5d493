package dev.souk.notification.live;

import dev.souk.bus.Bus;
import dev.souk.bus.UnavailableException;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderEndpoints.Timelines;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All orders that are followed in this node. A hint of the bus, or the poll behind it, only makes an order due; a due
 * order's timeline is read after the last entry that all of its followers know, once for all of them, many orders in
 * one question. The signals of a follower come from such reads alone, so a hint that is lost, early or repeated leaves
 * no gap and no repeat.
 *
 * <pre>
 *  hint ──┐                       ┌──> follower (event loop 1)
 *  poll ──┼──> due ──> one read ──┼──> follower (event loop 1)
 *  join ──┘       (single flight) └──> follower (event loop 2)
 * </pre>
 *
 * <p>State belongs to one context, that of {@link LiveVerticle}; {@link #follow} and {@link #leave} may be called from
 * every thread. When a read fails, followers that were not admitted yet are told so; the others wait for the next poll.
 */
public final class OrderFeeds {
    private static final Logger log = LoggerFactory.getLogger(OrderFeeds.class);
    private static final int READ_AT_ONCE = 500;
    private static final int READS_IN_FLIGHT = 4;
    private static final long PULSE_MILLIS = 1_000;

    private final Bus bus;
    private final Settings.Live settings;
    private final OrderPulse pulse;
    private final Counter reads;
    private final Counter failedReads;
    private final Timer fanOut;
    private final AtomicInteger followed = new AtomicInteger();
    private final Map<UUID, Feed> feeds = new HashMap<>();
    private final Set<UUID> due = new LinkedHashSet<>();
    private int inFlight;
    private volatile @Nullable Context home;

    private record Asked(Feed feed, long after) {}

    /** @param ops is told how many orders change */
    public OrderFeeds(Bus bus, Settings.Live settings, OpsFeed ops, MeterRegistry metrics) {
        this.bus = bus;
        this.settings = settings;
        this.pulse = new OrderPulse(ops);
        this.reads = metrics.counter("souk.live.reads", "outcome", "answered");
        this.failedReads = metrics.counter("souk.live.reads", "outcome", "failed");
        this.fanOut = metrics.timer("souk.live.fanout");
        Gauge.builder("souk.live.orders", followed, AtomicInteger::get).register(metrics);
    }

    /** @return done when the cluster knows that this node wants the hints */
    Future<Void> start(Vertx vertx, Context context) {
        home = context;
        vertx.setPeriodic(settings.pollEvery().toMillis(), tick -> {
            List.copyOf(feeds.keySet()).forEach(this::makeDue);
            read();
        });
        vertx.setPeriodic(PULSE_MILLIS, tick -> pulse.beat(Instant.now(), PULSE_MILLIS));
        return bus.listen(OrderEndpoints.CHANGED, this::changed);
    }

    void stop() {
        home = null;
    }

    /** The follower is told something soon, in any case. */
    public void follow(Follower follower) {
        Context context = home;
        if (context == null) {
            follower.tell(new Signal.Unreadable(new UnavailableException("this node is starting or stopping")));
            return;
        }
        context.runOnContext(now -> {
            feeds.computeIfAbsent(follower.order(), first -> new Feed()).add(follower);
            followed.set(feeds.size());
            makeDue(follower.order());
            read();
        });
    }

    /** The follower is told nothing more, but for signals on their way. */
    public void leave(Follower follower) {
        Context context = home;
        if (context != null) {
            context.runOnContext(now -> remove(follower));
        }
    }

    private void remove(Follower follower) {
        Feed feed = feeds.get(follower.order());
        if (feed != null) {
            feed.remove(follower);
            if (feed.isEmpty()) {
                feeds.remove(follower.order());
                due.remove(follower.order());
                followed.set(feeds.size());
            }
        }
    }

    private void changed(OrderChanged change) {
        pulse.count(change);
        Feed feed = feeds.get(change.orderId());
        if (feed != null && change.entry().seq() > feed.position()) {
            makeDue(change.orderId());
            read();
        }
    }

    private void makeDue(UUID order) {
        Feed feed = feeds.get(order);
        if (feed != null && feed.wantsRead()) {
            due.add(order);
        }
    }

    private void read() {
        while (inFlight < READS_IN_FLIGHT && !due.isEmpty()) {
            Map<UUID, Asked> asked = new HashMap<>();
            Map<UUID, Long> after = new HashMap<>();
            Iterator<UUID> next = due.iterator();
            while (asked.size() < READ_AT_ONCE && next.hasNext()) {
                UUID order = next.next();
                next.remove();
                Feed feed = feeds.get(order);
                if (feed != null) {
                    feed.startRead();
                    asked.put(order, new Asked(feed, feed.position()));
                    after.put(order, feed.position());
                }
            }
            inFlight++;
            bus.askAgain(OrderEndpoints.TIMELINES, new GetTimelines(after))
                    .onSuccess(answer -> answered(asked, answer))
                    .onFailure(failure -> failed(asked, failure))
                    .onComplete(done -> finished(asked));
        }
    }

    private void answered(Map<UUID, Asked> asked, Timelines answer) {
        reads.increment();
        long began = System.nanoTime();
        Runnable written = () -> fanOut.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        asked.forEach((order, question) -> {
            Timeline timeline = answer.orders().get(order);
            List<LiveStep> steps = timeline == null
                    ? List.of()
                    : timeline.entries().stream().map(LiveStep::of).toList();
            for (Follower follower : question.feed().followers()) {
                if (timeline == null || !follower.maySee(timeline.customer())) {
                    remove(follower);
                    follower.tell(new Signal.NoSuchOrder());
                } else if (follower.position() >= question.after()) {
                    follower.advance(timeline.seq(), steps, timeline.over(), written);
                    if (timeline.over()) {
                        remove(follower);
                    }
                }
                // A follower that came during the read and knows less waits for the next one: this one leaves a gap.
            }
        });
    }

    private void failed(Map<UUID, Asked> asked, Throwable failure) {
        failedReads.increment();
        log.atWarn().addKeyValue("orders", asked.size()).setCause(failure).log("followed orders could not be read");
        asked.values().forEach(question -> {
            for (Follower follower : new ArrayList<>(question.feed().followers())) {
                if (!follower.isAdmitted()) {
                    remove(follower);
                    follower.tell(new Signal.Unreadable(failure));
                }
            }
        });
    }

    private void finished(Map<UUID, Asked> asked) {
        inFlight--;
        asked.forEach((order, question) -> {
            // Another feed of the order, begun since, has reads of its own.
            if (question.feed().endRead() && feeds.get(order) == question.feed()) {
                due.add(order);
            }
        });
        read();
    }
}
