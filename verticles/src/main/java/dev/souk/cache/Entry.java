package dev.souk.cache;

import java.time.Duration;

/**
 * A value in memory.
 *
 * @param asked when the source was asked for it, by the node's ticker: the value is not older than that
 * @param atWorst as {@code asked}, if the clock of the node that asked is wrong
 * @param shared when this node last wrote the key to the second level, or found it there, by the ticker
 * @param authentic whether it comes from the source, for certain: else it is shown, and nothing is decided by it
 */
record Entry<V>(V value, long asked, long atWorst, long shared, boolean authentic) {
    /** As this node read it from the source. */
    static <V> Entry<V> read(V value, long asked) {
        return new Entry<>(value, asked, asked, asked, true);
    }

    boolean wasSharedWithin(Duration time, long now) {
        return now - shared < time.toNanos();
    }

    boolean isNewerThan(Entry<V> other) {
        return asked - other.asked > 0;
    }

    Entry<V> sharedAt(long time) {
        return new Entry<>(value, asked, atWorst, time, authentic);
    }
}
