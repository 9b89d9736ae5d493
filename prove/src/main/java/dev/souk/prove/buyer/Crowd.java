package dev.souk.prove.buyer;

import dev.souk.prove.follow.AcceptedOrders;
import dev.souk.prove.history.HistoryWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Many buyers at once against the nodes of one shop.
 *
 * <pre>
 *   scout: what is for sale, tokens, carts ──> every buyer on a virtual thread: buy, buy, ... ──> resolve doubts
 * </pre>
 *
 * <p>{@link #run()} blocks until all have gone home, {@code buyFor + stayFor + resolveFor} at the most, with the time
 * of a few requests on top. An interrupt of the calling thread ends all buyers at once; their open requests stand in
 * the history as lost.
 */
public final class Crowd {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private final CrowdOptions options;
    private final Supplier<List<URI>> nodes;
    private final HistoryWriter history;
    private final BooleanSupplier longer;
    private final AcceptedOrders accepted;
    private final CrowdCounts counts = new CrowdCounts();

    /** @param nodes base URLs as they are now, asked for at every request; never empty */
    public Crowd(CrowdOptions options, Supplier<List<URI>> nodes, HistoryWriter history) {
        this(options, nodes, history, () -> false);
    }

    /** @param longer whether buyers are to stay on after their time; once false, it stays false */
    public Crowd(CrowdOptions options, Supplier<List<URI>> nodes, HistoryWriter history, BooleanSupplier longer) {
        this(options, nodes, history, longer, AcceptedOrders.UNHEARD);
    }

    /**
     * @param longer likewise
     * @param accepted hears of every accepted order
     */
    public Crowd(
            CrowdOptions options,
            Supplier<List<URI>> nodes,
            HistoryWriter history,
            BooleanSupplier longer,
            AcceptedOrders accepted) {
        this.options = options;
        this.nodes = nodes;
        this.history = history;
        this.longer = longer;
        this.accepted = accepted;
    }

    /** The crowd's counts up to now; may be called from any thread. */
    public CrowdReport soFar() {
        return counts.report();
    }

    /**
     * @throws InterruptedException when it was ended from outside
     * @throws IllegalStateException when the shop cannot be used at all, or a buyer failed for a reason of its own
     */
    public CrowdReport run() throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .build();
        try {
            runBuyers(errand(http, threads), threads);
            return counts.report();
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
            http.shutdownNow();
        }
    }

    /** Interrupted buyers still write their lost requests into the history; an interrupt of this thread is kept. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + END_WITHIN.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() - until < 0) {
            try {
                ended = threads.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Errand errand(HttpClient http, ExecutorService threads) throws InterruptedException {
        NodeRing ring = new NodeRing(nodes, System::nanoTime);
        ShopClient client = new ShopClient(http, ring, history, counts, options.answerWithin());
        long begin = System.nanoTime();
        long buyUntil = begin + options.buyFor().toNanos();
        long lastUntil = buyUntil + options.stayFor().toNanos();
        long until = lastUntil + options.resolveFor().toNanos();
        SplittableRandom random = new SplittableRandom(options.seed());
        Shelf shelf = Shelf.of(options.run() + "-scout", new Insistence(client, random, until));
        if (shelf == null) {
            throw new IllegalStateException("the shop lists no products");
        }
        AtomicLong orders = new AtomicLong(options.maxOrders());
        Errand errand = new Errand(
                options, shelf, client, counts, threads, orders, buyUntil, lastUntil, longer, until, accepted);
        requireTokensAndCarts(errand, random);
        return errand;
    }

    private void requireTokensAndCarts(Errand errand, SplittableRandom random) throws InterruptedException {
        Buyer scout = new Buyer(options.run() + "-scout", errand, random.split());
        String bearer = scout.token();
        if (bearer == null) {
            throw new IllegalStateException("the shop gives no tokens");
        }
        if (scout.openCart(bearer) == null) {
            throw new IllegalStateException("the shop gives no carts");
        }
    }

    private void runBuyers(Errand errand, ExecutorService threads) throws InterruptedException {
        ExecutorCompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
        List<Future<Boolean>> buyers = new ArrayList<>(options.buyers());
        for (int i = 1; i <= options.buyers(); i++) {
            // Each buyer has choices of its own, independent of the other buyers.
            SplittableRandom choices = new SplittableRandom(options.seed() * 1_000_003 + i);
            Buyer buyer = new Buyer(options.run() + "-" + i, errand, choices);
            buyers.add(running.submit(() -> {
                buyer.run();
                return true;
            }));
        }
        int onlookers = Math.ceilDiv(options.buyers() * options.habits().onlookers(), 100);
        for (int i = 1; i <= onlookers; i++) {
            SplittableRandom choices = new SplittableRandom(options.seed() * 1_000_003 - i);
            Onlooker onlooker = new Onlooker(options.run() + "-onlooker-" + i, errand, choices);
            buyers.add(running.submit(() -> {
                onlooker.run();
                return true;
            }));
        }
        try {
            for (int i = 0; i < buyers.size(); i++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a buyer failed", e.getCause());
        } finally {
            buyers.forEach(buyer -> buyer.cancel(true));
        }
    }
}
