package dev.souk.cache.hot;

import dev.souk.cache.hot.HotKeyMessages.Copy;
import dev.souk.cache.hot.HotKeyMessages.HotKey;
import dev.souk.cache.hot.HotKeyMessages.HotKeyList;
import dev.souk.cache.hot.HotKeyMessages.KeyRate;
import dev.souk.cache.redis.HashSlot;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hot keys, as a node knows them. Readers note the keys they read, and see which keys are hot and where their
 * copies are; a {@link HotKeysVerticle} decides from these notes and the reports of the other nodes.
 *
 * <p>One per node. {@link #note}, {@link #isHot}, {@link #copies} and {@link #listen} may be called from everywhere,
 * all else on the verticle's event loop.
 */
public final class HotKeys {
    private static final int COUNTED = 512;
    /** Keys of one report. */
    private static final int REPORTED = 64;
    /** A node reports what would be hot if so many others read it as often. */
    private static final int SHARE = 32;
    /** Counts halve in a second: a key that heats up is found within two, and cools within some. */
    private static final double FADE = 0.5;

    private static final double NOTHING = 0.5;
    private static final double NANOS = 1e9;

    private final Settings.CacheSettings settings;
    private final String prefix;
    private final Heat heat = new Heat();
    private final TopKeys counted = new TopKeys(COUNTED);
    private final HotSet set;
    private final List<Consumer<HotChange>> listeners = new CopyOnWriteArrayList<>();
    private List<KeyRate> rates = List.of();
    private @Nullable SlotOwners owners;
    /** The copies of each hot key. */
    private volatile Map<String, List<String>> hot = Map.of();

    public HotKeys(Settings settings, MeterRegistry metrics) {
        this.settings = settings.cache();
        this.prefix = settings.redis().prefix();
        this.set = new HotSet(this.settings.hotRate(), this.settings.hotKeys());
        Gauge.builder("souk.cache.hot.keys", this, keys -> keys.hot.size())
                .description("Keys that are hot, as this node sees it")
                .strongReference(true)
                .register(metrics);
    }

    /** Notes a read of this key. */
    public void note(String key) {
        heat.note(key);
    }

    public boolean isHot(String key) {
        return hot.containsKey(key);
    }

    /** @return the keys of its copies in Redis, without the prefix; none unless it is hot */
    List<String> copies(String key) {
        return hot.getOrDefault(key, List.of());
    }

    /** Hears of the hot keys every second while there are any, on the verticle's event loop. */
    public void listen(Consumer<HotChange> listener) {
        listeners.add(listener);
    }

    /** @return what this node reads often, by what was noted in the last {@code nanos} */
    List<KeyRate> measure(long nanos) {
        double seconds = nanos / NANOS;
        double factor = Math.pow(FADE, seconds);
        counted.fade(factor, NOTHING);
        heat.take().forEach(counted::add);
        double perSecond = (1 - factor) / seconds;
        double least = (double) settings.hotRate() / SHARE;
        List<KeyRate> often = new ArrayList<>();
        for (TopKeys.Counted key : counted.top(REPORTED)) {
            double rate = (key.count() - key.error()) * perSecond;
            if (rate >= least) {
                often.add(new KeyRate(key.key(), rate));
            }
        }
        return often;
    }

    void heard(String node, List<KeyRate> keys, long now) {
        set.report(node, keys.subList(0, Math.min(REPORTED, keys.size())), now);
    }

    /** @param known the owners of slots, as far as known: they decide the places of copies from now on */
    void owners(SlotOwners known) {
        owners = known;
    }

    /** Decides which keys are hot from now on, and tells the listeners. */
    void decide(long now) {
        rates = set.decide(now);
        Map<String, List<String>> before = hot;
        Map<String, List<String>> after = new LinkedHashMap<>();
        SlotOwners known = owners;
        rates.forEach(key -> after.put(key.key(), known == null ? List.of() : CopyNames.of(key.key(), prefix, known)));
        hot = after;
        if (!before.isEmpty() || !after.isEmpty()) {
            HotChange change = change(before, after);
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    private static HotChange change(Map<String, List<String>> before, Map<String, List<String>> after) {
        Set<String> moved = new HashSet<>();
        after.forEach((key, copies) -> {
            if (!copies.equals(before.get(key))) {
                moved.add(key);
            }
        });
        Set<String> cooled = new HashSet<>(before.keySet());
        cooled.removeAll(after.keySet());
        Set<String> abandoned = new HashSet<>();
        before.forEach((key, copies) -> {
            abandoned.addAll(copies);
            after.getOrDefault(key, List.of()).forEach(abandoned::remove);
        });
        return new HotChange(after.keySet(), moved, cooled, abandoned);
    }

    boolean isAnyHot() {
        return !hot.isEmpty();
    }

    HotKeyList list() {
        SlotOwners known = owners;
        List<HotKey> items = new ArrayList<>();
        rates.forEach(key -> items.add(new HotKey(
                key.key(),
                Math.round(key.rate()),
                copies(key.key()).stream().map(name -> copy(name, known)).toList())));
        return new HotKeyList(items);
    }

    private Copy copy(String name, @Nullable SlotOwners known) {
        int slot = HashSlot.of(prefix + name);
        return new Copy(name, slot, known == null ? "" : known.of(slot));
    }
}
