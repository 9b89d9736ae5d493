package dev.souk.launcher.replay;

import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.retail.RetailInvoice;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Places orders, a bounded number at the same time and at most so many a second, and follows each to its end. */
public final class Replay {
    private static final Duration ACCEPT_WITHIN = Duration.ofSeconds(60);
    /** The shop's own deadline of an order is 2 minutes by default. */
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(4);

    private final Buyer buyer;
    private final int concurrency;
    private final double perSecond;
    private final Runnable oneMore;

    /**
     * @param concurrency orders under way at the same time, at least 1
     * @param perSecond orders begun in a second, at most; 0: as fast as they are done
     * @param oneMore runs when an order has ended, on that order's thread
     */
    public Replay(ShopClient shop, Tokens tokens, int concurrency, double perSecond, Runnable oneMore) {
        this(new Buyer(shop, tokens, ACCEPT_WITHIN, SETTLE_WITHIN), concurrency, perSecond, oneMore);
    }

    Replay(Buyer buyer, int concurrency, double perSecond, Runnable oneMore) {
        this.buyer = buyer;
        this.concurrency = concurrency;
        this.perSecond = perSecond;
        this.oneMore = oneMore;
    }

    /** Returns when every order has ended. At most {@code concurrency} of them are under way. */
    public ReplayReport run(Iterator<RetailInvoice> invoices) throws InterruptedException {
        ReplayReport report = new ReplayReport();
        Semaphore room = new Semaphore(concurrency);
        long begin = System.nanoTime();
        long begun = 0;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            while (invoices.hasNext()) {
                RetailInvoice invoice = invoices.next();
                pace(begin, begun++);
                room.acquire();
                threads.execute(() -> buy(invoice, report, room));
            }
            room.acquire(concurrency);
            report.took(System.nanoTime() - begin);
            return report;
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private void buy(RetailInvoice invoice, ReplayReport report, Semaphore room) {
        try {
            report.add(invoice, buyer.buy(invoice));
            oneMore.run();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            report.add(invoice, new Outcome.Fault(defect.toString()));
        } finally {
            room.release();
        }
    }

    private void pace(long begin, long begun) throws InterruptedException {
        if (perSecond <= 0) {
            return;
        }
        long due = begin + (long) (begun / perSecond * 1e9);
        while (System.nanoTime() - due < 0) {
            LockSupport.parkNanos(due - System.nanoTime());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
