package dev.souk.prove.follow;

import dev.souk.prove.history.HistoryWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buyers that follow all of their orders, each on a virtual thread of its own, through all faults of the nodes.
 * The seed says which buyers do. Bounded: {@value #MOST} orders in all and {@value #MOST_OF_A_BUYER} of one buyer are
 * followed, the first ones.
 */
public final class Followers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Followers.class);
    private static final int PERCENT = 20;
    private static final int MOST = 1_000;
    private static final int MOST_OF_A_BUYER = 40;
    private static final long LOOK_MILLIS = 200;
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    private final long seed;
    private final Supplier<List<URI>> nodes;
    private final HistoryWriter history;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Follow> follows = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> ofBuyers = new HashMap<>();
    private int begun;
    private volatile boolean over;

    /** @param nodes base URLs as they are now, asked for at every connection; never empty */
    public Followers(long seed, Supplier<List<URI>> nodes, HistoryWriter history) {
        this.seed = seed;
        this.nodes = nodes;
        this.history = history;
    }

    /**
     * Begins to follow an accepted order, if its buyer is one who does; returns at once. Safe to call from every
     * thread.
     */
    public void accepted(String buyer, String bearer, String order) {
        if (!isId(order) || !follows(buyer) || !hasRoom(buyer)) {
            return;
        }
        Follow follow = new Follow(buyer, bearer, order, nodes, order.hashCode(), history, () -> over);
        follows.add(follow);
        threads.submit(() -> {
            try {
                follow.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("order {} is not followed any more", order, e);
            }
        });
    }

    private boolean follows(String buyer) {
        return new SplittableRandom(seed * 1_000_003 + buyer.hashCode()).nextInt(100) < PERCENT;
    }

    /** Whether the id is a UUID; an order with another id is not followed, as its answer in the history says enough. */
    private static boolean isId(String order) {
        return order.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private synchronized boolean hasRoom(String buyer) {
        int already = ofBuyers.getOrDefault(buyer, 0);
        if (over || begun >= MOST || already >= MOST_OF_A_BUYER) {
            return false;
        }
        ofBuyers.put(buyer, already + 1);
        begun++;
        return true;
    }

    /** Orders that are or were followed. */
    public int orders() {
        return follows.size();
    }

    /**
     * Blocks until every follower has got all events, and the streams of orders that have ended were ended; or until
     * the time is over. Call when the shop has come to rest.
     *
     * @param lastSteps the numbers of orders' last steps, by order
     * @return the number of followers that have not got that far
     */
    public long settle(Function<Collection<String>, Map<String, Long>> lastSteps, Duration limit)
            throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        Map<String, Long> steps =
                lastSteps.apply(follows.stream().map(Follow::order).collect(Collectors.toSet()));
        while (true) {
            long behind = follows.stream()
                    .filter(follow -> !follow.isSettled(steps.getOrDefault(follow.order(), 0L)))
                    .count();
            if (behind == 0 || System.nanoTime() - until > 0) {
                return behind;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Ends all followers; an interrupt of the calling thread is kept. */
    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a follower does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
