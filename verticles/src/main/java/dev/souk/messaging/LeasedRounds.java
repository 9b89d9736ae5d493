package dev.souk.messaging;

import dev.souk.messaging.departure.Departures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in rounds, one after the other, by the one node that holds its lease: sweepers. A round that fails is
 * said in the log, and the next one comes after the usual pause. For one context.
 */
public final class LeasedRounds {
    private static final Logger log = LoggerFactory.getLogger(LeasedRounds.class);

    private final Vertx vertx;
    private final Leases leases;
    private final Departures departures;
    private final String name;
    private final Duration every;
    private final Supplier<Future<Boolean>> round;
    private final Runnable idle;
    private Future<?> underWay = Future.succeededFuture();
    private long timer = -1;
    private boolean woken;
    private boolean stopped;

    /**
     * @param leases of this work alone
     * @param name for the log
     * @param every pause between rounds, 1 ms or more
     * @param round true: there is more to do, at once
     * @param idle instead of a round, while another node has the lease
     */
    LeasedRounds(
            Vertx vertx,
            Leases leases,
            Departures departures,
            String name,
            Duration every,
            Supplier<Future<Boolean>> round,
            Runnable idle) {
        this.vertx = vertx;
        this.leases = leases;
        this.departures = departures;
        this.name = name;
        this.every = every;
        this.round = round;
        this.idle = idle;
    }

    /** @return done when the node has asked for the lease; the first round comes after the first pause */
    public Future<Void> start() {
        return leases.start(departures)
                .onSuccess(started -> pause(every.toMillis()))
                .mapEmpty();
    }

    /** @return done when the round under way has ended, whatever it came to, and the lease is given back */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return underWay.otherwiseEmpty().compose(done -> leases.stop()).mapEmpty();
    }

    /** The next round begins now; where one is under way, at once after it. */
    public void wake() {
        if (vertx.cancelTimer(timer)) {
            pause(1);
        } else {
            woken = true;
        }
    }

    private void pause(long millis) {
        if (!stopped) {
            timer = vertx.setTimer(Math.max(1, millis), over -> next());
        }
    }

    private void next() {
        woken = false;
        underWay = turn().onComplete(done -> {
            if (done.failed()) {
                log.atWarn()
                        .addKeyValue("work", name)
                        .log("a round failed, the next one follows: {}", String.valueOf(done.cause()));
            }
            pause(woken || done.succeeded() && done.result() ? 1 : every.toMillis());
        });
    }

    private Future<Boolean> turn() {
        if (leases.held().isEmpty()) {
            idle.run();
            return Future.succeededFuture(false);
        }
        try {
            return round.get();
        } catch (RuntimeException defect) {
            return Future.failedFuture(defect);
        }
    }
}
