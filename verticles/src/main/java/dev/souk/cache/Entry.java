package dev.souk.cache;

import java.time.Duration;

/**
 * A value in memory.
 *
 * @param asked when the source was asked for it, by the node's ticker: what it holds is not older than that
 * @param shared when this node last wrote the key to the second level, or found it there, by the ticker
 */
record Entry<V>(V value, long asked, long shared) {
    Duration age(long now) {
        return Duration.ofNanos(now - asked);
    }

    boolean isYoungerThan(Duration limit, long now) {
        return now - asked < limit.toNanos();
    }

    boolean wasSharedWithin(Duration time, long now) {
        return now - shared < time.toNanos();
    }

    boolean isNewerThan(Entry<V> other) {
        return asked - other.asked > 0;
    }

    Entry<V> sharedAt(long time) {
        return new Entry<>(value, asked, time);
    }
}
