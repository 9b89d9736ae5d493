package dev.souk.edge.ready;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The products whose answers a node keeps ready, by SKU, bounded by bytes. An answer is kept as long as the cache that
 * it came from calls it fresh, or this node's feed of changes does, and not beyond a hint that the product changed.
 *
 * <p>A question that was asked before such a hint, or so shortly after it that another node may not have heard it yet,
 * may be answered from before the change: its answer is not kept. When a SKU changed is remembered for groups of SKUs,
 * so that it takes the same memory however many change; an answer that is therefore not kept costs the normal route
 * once more.
 *
 * <p>One per node; all methods may be called from everywhere, and none fails.
 */
public final class ReadyAnswers {
    /** How much later than here a hint may be heard elsewhere. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final int GROUPS = 4_096;

    private final Cache<String, ReadyAnswer> answers;
    private final AtomicLongArray changed = new AtomicLongArray(GROUPS);
    private final LongAdder answered = new LongAdder();
    private final Freshness freshness;
    private final HotKeys hot;

    public ReadyAnswers(Settings settings, MeterRegistry metrics, Freshness freshness, HotKeys hot) {
        this(settings.cache().memory() ? settings.catalog().readyBytes() : 0, metrics, freshness, hot);
    }

    /**
     * @param bytes the most that answers take; 0: none is kept
     * @param freshness of products on this node, and its clock
     * @param hot is told each SKU that is read
     */
    ReadyAnswers(long bytes, MeterRegistry metrics, Freshness freshness, HotKeys hot) {
        this.hot = hot;
        this.freshness = freshness;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String sku, ReadyAnswer answer) -> answer.weight(sku))
                .build();
        long never = freshness.now() - SETTLE.toNanos();
        for (int group = 0; group < GROUPS; group++) {
            changed.set(group, never);
        }
        FunctionCounter.builder("souk.edge.ready.answers", answered, LongAdder::sum)
                .description("Reads of a product that were answered before a route was looked for")
                .register(metrics);
        Gauge.builder("souk.edge.ready.products", answers, Cache::estimatedSize).register(metrics);
        freshness.onChange(this::forgetOlder);
    }

    /** The time by this object's clock, to be taken before a product is asked for. */
    public long now() {
        return freshness.now();
    }

    /**
     * Keeps an answer, unless one of a newer version is kept or the product changed lately.
     *
     * @param body never changed from now on
     * @param asked {@link #now} before the product was asked for
     * @param freshMillis how long it was fresh from when it was answered
     * @param readMillis how long before that it was read from the database, at most; absent: not known
     */
    public void keep(
            String sku,
            long version,
            Buffer body,
            String etag,
            long asked,
            long freshMillis,
            @Nullable Long readMillis) {
        if (freshMillis <= 0 || changedSince(sku, asked)) {
            return;
        }
        long until = asked + Duration.ofMillis(freshMillis).toNanos();
        Long read = readMillis == null
                ? null
                : Long.valueOf(asked - Duration.ofMillis(readMillis).toNanos());
        ReadyAnswer answer = new ReadyAnswer(version, body, HttpHeaders.createOptimized(etag), until, read);
        ReadyAnswer kept = answers.asMap().merge(sku, answer, ReadyAnswer::newer);
        if (changedSince(sku, asked)) {
            // The hint came between the look and the merge.
            answers.asMap().remove(sku, kept);
        }
    }

    private boolean changedSince(String sku, long asked) {
        return asked - changed.get(group(sku)) < SETTLE.toNanos();
    }

    private static int group(String sku) {
        int hash = sku.hashCode();
        return (hash ^ hash >>> 16) & GROUPS - 1;
    }

    /** The products changed, or may have. */
    public void forget(Collection<String> skus) {
        long now = freshness.now();
        for (String sku : skus) {
            changed.set(group(sku), now);
            answers.invalidate(sku);
        }
    }

    /** The products have changed to the versions given: answers of older ones go. */
    private void forgetOlder(Map<String, Long> versions) {
        versions.forEach((sku, version) -> {
            ReadyAnswer answer = answers.getIfPresent(sku);
            if (answer == null || answer.version() < version) {
                forget(List.of(sku));
            }
        });
    }

    /** Any product may have changed. */
    public void forgetAll() {
        long now = freshness.now();
        for (int group = 0; group < GROUPS; group++) {
            changed.set(group, now);
        }
        answers.invalidateAll();
    }

    /** @return the answer, counted as given; absent when there is none that is fresh */
    @Nullable
    ReadyAnswer take(String sku) {
        ReadyAnswer answer = answers.getIfPresent(sku);
        if (answer == null || !answer.isFresh(sku, freshness)) {
            return null;
        }
        answered.increment();
        hot.note(sku);
        return answer;
    }

    /** For tests: completes the pending evictions first. */
    long weightAfterEviction() {
        answers.cleanUp();
        return answers.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
