package dev.souk.prove.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end on Ctrl-C or SIGTERM: the thread that does the work is interrupted and has time to stop what it started; then the
 * process ends with the work's own exit code.
 */
final class Termination {
    private final Duration limit;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exit = ExitCode.STOPPED;

    private Termination(Duration limit) {
        this.limit = limit;
    }

    /** @param limit what the work may take to end; after that the process ends without it */
    static int run(Duration limit, Callable<Integer> work) throws Exception {
        Termination termination = new Termination(limit);
        Thread hook = new Thread(termination::onSignal, "souk-prove-termination");
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
