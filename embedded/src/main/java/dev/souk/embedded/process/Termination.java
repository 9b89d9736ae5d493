package dev.souk.embedded.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a long-running command on Ctrl-C or SIGTERM: the thread that does its work is interrupted, and is given
 * time to leave everything in order. The process then ends with the command's own exit code, where Java alone would
 * report the signal.
 */
public final class Termination {
    private final Duration limit;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exit;

    private Termination(Duration limit, int exit) {
        this.limit = limit;
        this.exit = exit;
    }

    /**
     * @param limit what the work may take to end; after that the process ends without it
     * @param unfinished exit code of a process that ends so
     */
    public static int run(Duration limit, int unfinished, Callable<Integer> work) throws Exception {
        Termination termination = new Termination(limit, unfinished);
        Thread hook = new Thread(termination::onSignal, "souk-termination");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            termination.exit = work.call();
            return termination.exit;
        } finally {
            termination.ended.countDown();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The signal was faster: the hook waits for this thread, which is done.
            return;
        }
    }

    private void onSignal() {
        worker.interrupt();
        try {
            ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exit);
    }
}
