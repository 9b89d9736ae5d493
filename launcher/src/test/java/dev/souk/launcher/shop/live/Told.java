package dev.souk.launcher.shop.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The entries that a crowd of followers was told: how many followers got each one, and when the first and the last did.
 * Written on the event loop of the sockets, read by the test.
 */
final class Told {
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger mistakes = new AtomicInteger();
    private final AtomicInteger askedAgain = new AtomicInteger();
    private final AtomicReference<String> firstMistake = new AtomicReference<>("none");

    /** Times are of {@link System#nanoTime}. */
    private static final class Entry {
        private final AtomicInteger followers = new AtomicInteger();
        private volatile long first;
        private volatile long last;
    }

    void entry(long seq) {
        long now = System.nanoTime();
        Entry entry = entries.computeIfAbsent(seq, unknown -> {
            Entry fresh = new Entry();
            fresh.first = now;
            return fresh;
        });
        entry.last = now;
        entry.followers.incrementAndGet();
    }

    /** A gap, a repeat, a refusal, or the end of a socket that nobody closed. */
    void mistake(String what) {
        firstMistake.compareAndSet("none", what);
        mistakes.incrementAndGet();
    }

    /** A follower was told that the order cannot be read now, before it was told anything else. */
    void askedAgain() {
        askedAgain.incrementAndGet();
    }

    int timesAskedAgain() {
        return askedAgain.get();
    }

    int mistakes() {
        return mistakes.get();
    }

    String firstMistake() {
        return firstMistake.get();
    }

    /** How many were told the entry. */
    int followers(long seq) {
        Entry entry = entries.get(seq);
        return entry == null ? 0 : entry.followers.get();
    }

    /** Milliseconds from a time to the first follower that was told. */
    long millisToFirst(long seq, long since) {
        return (entries.get(seq).first - since) / 1_000_000;
    }

    /** Milliseconds from a time to the last follower that was told. */
    long millisToLast(long seq, long since) {
        return (entries.get(seq).last - since) / 1_000_000;
    }
}
