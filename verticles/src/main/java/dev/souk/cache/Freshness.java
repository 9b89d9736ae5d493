package dev.souk.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says how long values count as fresh. Every value does for the time to live, counted from when its source was asked
 * for it. Beyond that a feed of changes keeps it fresh: what was asked for since the feed is without a gap, and is not
 * of a key that changed since, is as the source has it, up to the time to live after the feed looked last.
 *
 * <pre>
 *  feed   |--------- without a gap ---------|verified ..... + time to live
 *  value        asked                                             fresh until here, if no change was noted since
 * </pre>
 *
 * <p>When a key changed is remembered for groups of keys, so that it takes the same memory however many change; a value
 * whose neighbour changed is asked for once more. A feed can miss a change that was dated wrongly (a date is set by the
 * clock of the node that wrote it): no value is kept fresh by it for longer than {@link #MOST}.
 *
 * <p>One per node, for all copies of one kind of value. All methods may be called from everywhere. All times are in
 * nanoseconds, by the clock of {@link System#nanoTime}.
 */
public final class Freshness {
    /** How long a feed keeps a value fresh at the most. */
    static final Duration MOST = Duration.ofMinutes(5);
    /** A feed that looked less often than this may have missed a change. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    private static final int GROUPS = 16_384;

    private final long ttl;
    private final LongSupplier clock;
    private final AtomicLongArray changed = new AtomicLongArray(GROUPS);
    private final List<Consumer<Map<String, Long>>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Verified verified;

    /**
     * @param since the feed is without a gap since then
     * @param until it has shown all changes up to then
     */
    private record Verified(long since, long until) {}

    public Freshness(Duration ttl) {
        this(ttl, System::nanoTime);
    }

    public Freshness(Duration ttl, LongSupplier clock) {
        this.ttl = ttl.toNanos();
        this.clock = clock;
        long now = clock.getAsLong();
        for (int group = 0; group < GROUPS; group++) {
            changed.set(group, now - 1);
        }
    }

    public long now() {
        return clock.getAsLong();
    }

    /**
     * @param asked when the source was asked for the value
     * @return how much longer it is fresh; zero or less: it is not
     */
    public long left(String key, long asked) {
        return left(key, asked, asked);
    }

    /** @param atWorst when the source was asked for it, if the clock is wrong that said {@code asked} */
    long left(String key, long asked, long atWorst) {
        return knownAt(key, asked, atWorst) + ttl - clock.getAsLong();
    }

    /** @return when the value was last known to be what the source has: as it was asked, or as the feed looked */
    long knownAt(String key, long asked, long atWorst) {
        // Read before the changes are: changes noted before the feed said so are seen.
        Verified feed = verified;
        if (feed == null || atWorst - feed.since < 0 || atWorst - changed.get(group(key)) <= 0) {
            return asked;
        }
        long most = atWorst + MOST.toNanos();
        long known = feed.until - most < 0 ? feed.until : most;
        return known - asked > 0 ? known : asked;
    }

    private static int group(String key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & GROUPS - 1;
    }

    /** Adds a listener that keeps copies. It hears of each change at least once: the keys with their versions. */
    public void onChange(Consumer<Map<String, Long>> listener) {
        listeners.add(listener);
    }

    /** These changed, as the feed shows. */
    public void changed(Map<String, Long> versions) {
        note(versions.keySet());
        listeners.forEach(listener -> listener.accept(versions));
    }

    /** These changed, as a source other than the feed said. That source also tells the keepers of copies. */
    void note(Collection<String> keys) {
        long now = clock.getAsLong();
        keys.forEach(key -> changed.set(group(key), now));
    }

    /**
     * The feed has shown, by {@link #changed(Map)}, all that was committed before it began to look.
     *
     * @param begun when it began
     */
    public void verified(long begun) {
        Verified before = verified;
        long since = before != null && begun - before.until <= LONGEST_GAP.toNanos() ? before.since : begun;
        verified = new Verified(since, begun);
    }

    /** The feed has a gap: values asked for before it looks again live as long as without a feed. */
    public void interrupted() {
        verified = null;
    }

    /** @return when all changes were seen that were committed before; absent while there is no feed without a gap */
    public @Nullable Long verifiedAt() {
        Verified feed = verified;
        return feed == null ? null : feed.until;
    }
}
