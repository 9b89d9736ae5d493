package dev.souk.prove.check;

import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.check.facts.UnreadableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a shop to come to rest. */
public final class Quiet {
    private static final Logger log = LoggerFactory.getLogger(Quiet.class);
    private static final long LOOK_MILLIS = 500;
    /** An event that is on its way between two looks is seen by the next one. */
    private static final int LOOKS = 2;

    private Quiet() {}

    /**
     * Blocks until nothing is pending, or the time is over.
     *
     * @return the work that is still pending; the check says whether it is a violation
     * @throws UnreadableException when the stores cannot be read at the end of the time; before it they are asked again
     */
    public static Pending await(ShopFacts facts, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        int quiet = 0;
        while (true) {
            try {
                Pending pending = facts.pending();
                quiet = pending.isNone() ? quiet + 1 : 0;
                if (quiet == LOOKS || System.nanoTime() - until > 0) {
                    return pending;
                }
            } catch (UnreadableException e) {
                quiet = 0;
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                log.info("not to be read yet: {}", e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
