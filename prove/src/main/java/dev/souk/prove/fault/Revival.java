package dev.souk.prove.fault;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings processes back as an init system does: a process that does not come up is started again, for a while. */
public final class Revival {
    private static final Logger log = LoggerFactory.getLogger(Revival.class);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long PAUSE_MILLIS = 500;

    private Revival() {}

    /**
     * Returns when the process serves, whether it was dead, frozen or well.
     *
     * @throws StackException when it does not within two minutes
     */
    public static void of(ServerProcess process) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        process.resume();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            try {
                if (!process.isAlive()) {
                    process.start();
                }
                process.awaitReady();
                return;
            } catch (StackException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                log.info("{} is started again: {}", process.name(), e.getMessage());
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
