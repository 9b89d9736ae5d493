package dev.souk.prove.history;

import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a history file. Safe to use from any number of threads; one thread of its own writes, and flushes whenever
 * it has caught up.
 *
 * <p>The queue between is bounded: buyers wait when the disk is behind, so that no line is ever left out. When the file
 * cannot be written, every further call and {@link #close()} throw {@link UncheckedIOException}: a run without its
 * history proves nothing.
 */
public final class HistoryWriter implements AutoCloseable {
    private static final int QUEUE = 10_000;
    private static final long LOOK_MILLIS = 100;

    private final Clock clock = Clock.systemUTC();
    private final long origin = System.nanoTime();
    private final AtomicLong ids = new AtomicLong();
    private final BlockingQueue<HistoryLine> queue = new ArrayBlockingQueue<>(QUEUE);
    private final BufferedWriter file;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable IOException failure;

    private HistoryWriter(BufferedWriter file) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("history").daemon().unstarted(this::write);
    }

    /**
     * Begins a history.
     *
     * @throws IOException when the file is there already or cannot be made; a history is never written over
     */
    public static HistoryWriter create(Path path) throws IOException {
        HistoryWriter writer = new HistoryWriter(Files.newBufferedWriter(
                path, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
        writer.thread.start();
        return writer;
    }

    /**
     * Call before the request is sent.
     *
     * @return the id for {@link #answered} or {@link #lost}
     */
    public long asked(
            String buyer,
            Operation operation,
            String node,
            int attempt,
            @Nullable String key,
            @Nullable String target,
            @Nullable OrderAsked order,
            @Nullable LineAsked line) {
        long id = ids.incrementAndGet();
        append(new Asked(id, clock.instant(), nanos(), buyer, operation, node, attempt, key, target, order, line));
        return id;
    }

    /** Call after the whole answer was read. */
    public void answered(
            long id,
            int status,
            @Nullable String code,
            @Nullable Integer retryAfter,
            boolean replayed,
            @Nullable OrderSeen order,
            @Nullable CartSeen cart) {
        append(new Answered(id, clock.instant(), nanos(), status, code, retryAfter, replayed, order, cart));
    }

    /** Call when it is certain that no answer will be read any more. */
    public void lost(long id, String reason) {
        append(new Lost(id, clock.instant(), nanos(), reason));
    }

    /**
     * Call before the stream is asked for.
     *
     * @return the id for {@link #told} and {@link #unfollowed}
     */
    public long followed(String buyer, String order, String node, int attempt, @Nullable Long lastEventId) {
        long id = ids.incrementAndGet();
        append(new Followed(id, clock.instant(), nanos(), buyer, order, node, attempt, lastEventId));
        return id;
    }

    /** Call for each event of a stream, in their order, from one thread. */
    public void told(long id, long seq, String event, @Nullable String status, @Nullable String eventId) {
        append(new Told(id, clock.instant(), nanos(), seq, event, status, eventId));
    }

    /** Call when nothing more of the stream will be read. */
    public void unfollowed(
            long id, StreamEnd how, @Nullable Integer status, @Nullable Integer retryAfter, @Nullable String reason) {
        append(new Unfollowed(id, clock.instant(), nanos(), how, status, retryAfter, reason));
    }

    /** Call before the webhook is answered. */
    public void webhook(
            String webhookId,
            @Nullable String type,
            @Nullable String order,
            @Nullable Long seq,
            boolean signed,
            boolean taken) {
        long id = ids.incrementAndGet();
        append(new Webhook(id, clock.instant(), nanos(), webhookId, type, order, seq, signed, taken));
    }

    private long nanos() {
        return System.nanoTime() - origin;
    }

    private void append(HistoryLine line) {
        boolean interrupted = false;
        try {
            while (true) {
                requireOpen();
                try {
                    if (queue.offer(line, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() {
        IOException broken = failure;
        if (broken != null) {
            throw new UncheckedIOException(broken);
        }
        if (closing) {
            throw new IllegalStateException("the history is closed");
        }
    }

    private void write() {
        try (file) {
            boolean flushed = true;
            while (!closing || !queue.isEmpty()) {
                HistoryLine line = flushed ? queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
                if (line == null) {
                    file.flush();
                    flushed = true;
                } else {
                    file.write(HistoryJson.WRITER.writeValueAsString(line));
                    file.write('\n');
                    flushed = false;
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("the history's thread was interrupted", e);
        }
    }

    /** Writes the queued lines, and ends the file. Call when no thread writes into it any more. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        IOException broken = failure;
        if (broken != null) {
            throw new UncheckedIOException(broken);
        }
    }
}
