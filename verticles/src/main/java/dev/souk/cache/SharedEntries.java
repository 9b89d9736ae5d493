package dev.souk.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** One cache's entries in the second level, under keys that begin with its name. */
final class SharedEntries<V> {
    private final String name;
    private final Duration keep;
    private final SecondLevel level;
    private final EntryCodec<V> codec;
    private final ValueKind<V> kind;

    SharedEntries(CacheOptions options, SecondLevel level, EntryCodec<V> codec, ValueKind<V> kind) {
        this.name = options.name();
        this.keep = options.lifetime().isPositive() ? options.lifetime().plus(Freshness.MOST) : Duration.ZERO;
        this.level = level;
        this.codec = codec;
        this.kind = kind;
    }

    /** Whether what is read was written by a node of this shop, for certain. */
    boolean isAuthentic() {
        return level.isAuthentic();
    }

    private String shared(String key) {
        return name + ":" + key;
    }

    /**
     * Never fails.
     *
     * @param otherwise when the source was asked for it, if its date cannot be trusted, by the ticker
     */
    Future<Optional<Entry<V>>> get(String key, long otherwise) {
        return level.get(shared(key)).map(bytes -> bytes.flatMap(it -> codec.read(it, otherwise)));
    }

    void put(String key, Entry<V> entry) {
        if (keep.isPositive()) {
            level.put(shared(key), codec.write(entry), kind.version(entry.value()), keep);
        }
    }

    void remove(Collection<String> keys) {
        if (!keys.isEmpty()) {
            level.remove(keys.stream().map(this::shared).toList());
        }
    }
}
