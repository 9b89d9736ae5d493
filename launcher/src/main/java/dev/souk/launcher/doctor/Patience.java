package dev.souk.launcher.doctor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks a server until it answers, for as long as its address takes connections. A server that answers late, as under
 * load, is thus told apart from a server that is not there.
 */
final class Patience {
    /** A server that takes longer is slow. */
    static final Duration SLOW = Duration.ofSeconds(2);

    /** A server that answers nothing for so long does not answer. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int PAUSE_MILLIS = 250;
    private static final int CONNECT_MILLIS = 3_000;

    private final Vertx vertx;
    private final Duration longest;

    /** @param longest after which a server that takes connections is taken not to answer */
    Patience(Vertx vertx, Duration longest) {
        this.vertx = vertx;
        this.longest = longest;
    }

    /**
     * An answer.
     *
     * @param after how long it took from the first question on
     */
    record Answered<T>(T answer, Duration after) {
        boolean isLate() {
            return after.compareTo(SLOW) > 0;
        }

        /** Nothing, where it came in time. */
        String lateness() {
            return isLate()
                    ? "; it answered after " + seconds(after) + ": it has too much to do, or too little to do it with"
                    : "";
        }
    }

    /** No server takes connections, or the server that takes them does not answer. */
    static final class SilentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SilentException(String message) {
            super(message, null, false, false);
        }
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }

    /**
     * Fails with {@link SilentException} when no server takes connections there, or none answered for too long. Fails
     * with the question's own failure when that says more.
     *
     * @param question ends within some seconds
     * @param silence whether a failure of the question means that nothing was answered
     */
    <T> Future<Answered<T>> ask(String host, int port, Supplier<Future<T>> question, Predicate<Throwable> silence) {
        return ask(host, port, question, silence, System.nanoTime());
    }

    private <T> Future<Answered<T>> ask(
            String host, int port, Supplier<Future<T>> question, Predicate<Throwable> silence, long began) {
        return takesConnections(host, port)
                .compose(takes -> question.get()
                        .timeout(left(began), TimeUnit.MILLISECONDS)
                        .map(answer -> new Answered<>(answer, since(began)))
                        .recover(failure -> {
                            if (!silence.test(failure) && !(failure instanceof TimeoutException)) {
                                return Future.failedFuture(failure);
                            }
                            return since(began).plusMillis(PAUSE_MILLIS).compareTo(longest) < 0
                                    ? pause().compose(paused -> ask(host, port, question, silence, began))
                                    : Future.failedFuture(silent());
                        }));
    }

    private SilentException silent() {
        return new SilentException("it takes connections, and answered nothing for " + longest.toSeconds()
                + " s: frozen, out of disk, or overloaded beyond use; see its log");
    }

    private long left(long began) {
        return Math.max(1, longest.minus(since(began)).toMillis());
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(PAUSE_MILLIS, timer -> over.complete());
        return over.future();
    }

    private Future<Boolean> takesConnections(String host, int port) {
        return vertx.executeBlocking(
                () -> {
                    connect(host, port);
                    return true;
                },
                false);
    }

    private static void connect(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (IOException | IllegalArgumentException e) {
            throw new SilentException("nobody takes connections there (" + Finding.wordsOf(e)
                    + "): start it, or correct its address in the settings");
        }
    }
}
