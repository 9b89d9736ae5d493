package dev.souk.cache.hot;

import dev.souk.cache.SecondLevel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second level whose hot keys have copies, of which readers take one after the other, so that no single node of it
 * has all of the load.
 *
 * <pre>
 *  get ─> hot? ─> the next copy ─> there, and not older than what was seen? ─> answer
 *           │                         └ else the key itself, which fills the copy ─> answer
 *           └ no ─> the key itself
 * </pre>
 *
 * <p>Writes and removals go to the key and to all copies. A copy that a removal did not reach is older than what was
 * seen here, or is taken for old by its date, and ends by itself within {@link #KEEP}. Lives on the event loop of the
 * level behind it; {@link #remove} may be called from everywhere.
 */
public final class HotCopies implements SecondLevel {
    /** How long a copy lives that is not written again. */
    static final Duration KEEP = Duration.ofMinutes(1);
    /** As an entry begins that has a version. */
    private static final String VERSION = "{\"version\":";

    private static final int LONGEST_VERSION = 19;

    private final SecondLevel behind;
    private final HotKeys hot;
    private final String cache;
    private final Counter taken;
    private final Counter missed;
    private final Counter old;
    /** Of hot keys: the newest version that was seen here. */
    private final Map<String, Long> newest = new HashMap<>();

    private int next;

    /** @param cache the name that its keys begin with */
    public HotCopies(SecondLevel behind, HotKeys hot, String cache, MeterRegistry metrics) {
        this.behind = behind;
        this.hot = hot;
        this.cache = cache + ":";
        this.taken = counter(metrics, "taken");
        this.missed = counter(metrics, "missed");
        this.old = counter(metrics, "old");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return metrics.counter("souk.cache.hot.reads", "result", result);
    }

    private List<String> copies(String key) {
        return key.startsWith(cache) ? hot.copies(key.substring(cache.length())) : List.of();
    }

    @Override
    public boolean isAuthentic() {
        return behind.isAuthentic();
    }

    @Override
    public void open() {
        behind.open();
    }

    @Override
    public Future<Optional<Buffer>> get(String key) {
        List<String> copies = copies(key);
        if (copies.isEmpty()) {
            return behind.get(key);
        }
        String copy = copies.get(Math.floorMod(next++, copies.size()));
        return behind.get(copy).compose(found -> {
            if (found.isEmpty()) {
                missed.increment();
                return fill(key, copy);
            }
            if (isOld(key, found.get())) {
                old.increment();
                return fill(key, copy);
            }
            taken.increment();
            return Future.succeededFuture(found);
        });
    }

    private Future<Optional<Buffer>> fill(String key, String copy) {
        return behind.get(key)
                .map(found -> found.filter(value -> !isOld(key, value)))
                .onSuccess(found -> {
                    // Cooled or moved meanwhile: no node would read the copy, nor remove it.
                    if (copies(key).contains(copy)) {
                        found.ifPresent(value -> behind.put(copy, value, version(value), KEEP));
                    }
                });
    }

    /**
     * A value that is not old is the newest from now on, for as long as its key is hot: an answer may come after that.
     */
    private boolean isOld(String key, Buffer value) {
        long version = version(value);
        if (copies(key).isEmpty()) {
            return newest.getOrDefault(key, version) > version;
        }
        return newest.merge(key, version, Math::max) > version;
    }

    /** Keys of which something is remembered here. */
    int remembered() {
        return newest.size();
    }

    /** @return 0: it has none */
    private static long version(Buffer value) {
        int longest = Math.min(value.length(), VERSION.length() + LONGEST_VERSION);
        String head = new String(value.getBytes(0, longest), StandardCharsets.ISO_8859_1);
        int end = head.indexOf(',');
        if (!head.startsWith(VERSION) || end < 0) {
            return 0;
        }
        try {
            return Long.parseLong(head, VERSION.length(), end, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void put(String key, Buffer value, long version, Duration keep) {
        behind.put(key, value, version, keep);
        List<String> copies = copies(key);
        if (!copies.isEmpty()) {
            newest.merge(key, version, Math::max);
            Duration shorter = keep.compareTo(KEEP) < 0 ? keep : KEEP;
            copies.forEach(copy -> behind.put(copy, value, version, shorter));
        }
    }

    @Override
    public void remove(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        keys.forEach(key -> all.addAll(copies(key)));
        behind.remove(all);
    }

    /** Hot keys cooled, or their copies have other places: copies that no node reads are removed. */
    public void settle(HotChange change) {
        newest.keySet().removeIf(key -> copies(key).isEmpty());
        if (!change.abandoned().isEmpty()) {
            behind.remove(change.abandoned());
        }
    }

    @Override
    public void close() {
        behind.close();
    }
}
