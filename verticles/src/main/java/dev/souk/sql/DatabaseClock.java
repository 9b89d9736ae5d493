package dev.souk.sql;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock as a node knows it without asking: the last time that it heard, and its own steady clock since.
 * It is behind the database's by the time that an answer took to come, and never ahead of it but by what the two clocks
 * drift in {@link #KNOWN_FOR}. Where the database turns out to be behind it by more than that (another server, or a
 * clock that was set back), the next answer is believed. For one context.
 */
public final class DatabaseClock {
    /** After this it has to be heard anew. */
    static final Duration KNOWN_FOR = Duration.ofMinutes(2);
    /** For so long an answer that came faster counts more than one that is newer: a busy node hears late. */
    private static final Duration BEST_FOR = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private @Nullable Instant heard;
    private long heardNanos;

    public DatabaseClock() {
        this(System::nanoTime);
    }

    DatabaseClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A question for the time that is under way. */
    public final class Question {
        private final long askedNanos = nanos.getAsLong();

        private Question() {}

        /**
         * An answer that is older than what is known here by no more than its trip says nothing new. One that is older
         * than that cannot be explained by its trip.
         *
         * @param now the time of the database's clock after the question was asked, from an answer that has just come
         */
        public void answered(Instant now) {
            long answeredNanos = nanos.getAsLong();
            Instant known = now();
            boolean late = known != null
                    && known.isAfter(now)
                    && !known.isAfter(now.plusNanos(answeredNanos - askedNanos))
                    && answeredNanos - heardNanos < BEST_FOR.toNanos();
            if (!late) {
                heard = now;
                heardNanos = answeredNanos;
            }
        }
    }

    /** Call before the question is sent. */
    public Question ask() {
        return new Question();
    }

    /** @return to the microsecond, as the database keeps times; absent when it has not been heard for too long */
    public @Nullable Instant now() {
        Instant last = heard;
        long since = nanos.getAsLong() - heardNanos;
        return last == null || since > KNOWN_FOR.toNanos()
                ? null
                : last.plusNanos(since).truncatedTo(ChronoUnit.MICROS);
    }
}
