package dev.souk.prove.command;

import dev.souk.prove.buyer.CrowdReport;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the counts of the crowd every few seconds, on a thread of its own. */
final class Ticker implements AutoCloseable {
    private static final int SECONDS = 5;

    private final Supplier<CrowdReport> crowd;
    private final Terminal terminal;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticker").factory());
    private CrowdReport last;

    private Ticker(Supplier<CrowdReport> crowd, Terminal terminal) {
        this.crowd = crowd;
        this.terminal = terminal;
        this.last = crowd.get();
    }

    static Ticker start(Supplier<CrowdReport> crowd, Terminal terminal) {
        Ticker ticker = new Ticker(crowd, terminal);
        ticker.thread.scheduleAtFixedRate(ticker::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
        return ticker;
    }

    private void tick() {
        CrowdReport now = crowd.get();
        terminal.event(String.format(
                Locale.ROOT,
                "%,d requests/s, %,d orders/s accepted; in these %d s %,d unavailable, %,d without an answer;"
                        + " in all %,d accepted, %,d refused",
                (now.asked() - last.asked()) / SECONDS,
                (now.placed() - last.placed()) / SECONDS,
                SECONDS,
                now.unavailable() - last.unavailable(),
                now.lost() - last.lost(),
                now.placed(),
                now.refused()));
        last = now;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
