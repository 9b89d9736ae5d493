package dev.souk.audit.promise;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.PromiseLedger;
import dev.souk.bus.Bus;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the ledger of the promise. The verticle reads the database only when a caller asks. However many callers
 * ask, one read is under way at a time. Where reads take long the next comes late, so that reading takes a fiftieth of
 * the time at most. A caller that asks meanwhile gets the ledger before it, which bears its date. The shorter of the
 * last two reads counts: a read that only had to wait puts nothing off. A read that fails fails the callers that wait
 * for it.
 */
public final class PromiseVerticle extends VerticleBase {
    /** Age of the orders: those in flight, and those that a visitor of the control room has just seen happen. */
    private static final Duration WINDOW = Duration.ofHours(1);
    /** An order that is not settled this long after its deadline was let down by the sweeper, too. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final long AT_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final int SHARE = 50;

    private final Bus bus;
    private final TransactionRunner transactions;
    private final Duration captureAlarm;
    private final PromiseRepository sums = new PromiseRepository();
    private @Nullable PromiseLedger last;
    private @Nullable Future<PromiseLedger> underWay;
    private long nextAt = System.nanoTime();
    private long lastTook;

    /** @param captureAlarm how long a confirmed order may wait for its capture */
    public PromiseVerticle(Bus bus, TransactionRunner transactions, Duration captureAlarm) {
        this.bus = bus;
        this.transactions = transactions;
        this.captureAlarm = captureAlarm;
    }

    @Override
    public Future<?> start() {
        return bus.serve(AuditEndpoints.LEDGER, asked -> ledger());
    }

    private Future<PromiseLedger> ledger() {
        PromiseLedger known = last;
        if (known != null && System.nanoTime() - nextAt < 0) {
            return Future.succeededFuture(known);
        }
        Future<PromiseLedger> reading = underWay == null ? begin() : underWay;
        return known == null || reading.failed() ? reading : Future.succeededFuture(known);
    }

    private Future<PromiseLedger> begin() {
        long begun = System.nanoTime();
        Future<PromiseLedger> reading = read(begun).onComplete(done -> {
            long now = System.nanoTime();
            underWay = null;
            // A ledger that can no longer be read is not shown as if it could.
            last = done.succeeded() ? done.result() : null;
            nextAt = now + Math.max(AT_LEAST_NANOS, SHARE * Math.min(lastTook, now - begun));
            lastTook = now - begun;
        });
        if (!reading.isComplete()) {
            underWay = reading;
        }
        return reading;
    }

    private Future<PromiseLedger> read(long begun) {
        return transactions.read(
                "promise-ledger",
                sql -> sums.clock(sql, WINDOW)
                        .compose(clock -> Future.all(
                                        sums.stock(sql), sums.orders(sql, clock.since(), GRACE, captureAlarm))
                                .map(both -> PromiseDecision.decide(
                                        clock.now().toInstant(),
                                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                                        clock.since().toInstant(),
                                        both.resultAt(0),
                                        List.copyOf(both.<List<OrderSums>>resultAt(1))))));
    }
}
