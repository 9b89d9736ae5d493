package dev.souk.edge.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that a node remembers, by class and caller, bounded in number; one that was forgotten is full. One for
 * all event loops of a node, safe for every thread.
 */
public final class Buckets {
    private static final int DIGEST_BYTES = 16;

    private final Map<LimitClass, Kind> kinds = new EnumMap<>(LimitClass.class);
    private final LongSupplier clock;

    private record Kind(Rate rate, Cache<Object, Bucket> buckets) {}

    /** @param clock nanoseconds */
    public Buckets(Settings.Limits settings, LongSupplier clock, MeterRegistry metrics) {
        this.clock = clock;
        for (LimitClass limit : LimitClass.values()) {
            Cache<Object, Bucket> buckets =
                    Caffeine.newBuilder().maximumSize(settings.buckets()).build();
            Gauge.builder("souk.edge.limits.buckets", buckets, Cache::estimatedSize)
                    .tag("limit", limit.label())
                    .register(metrics);
            kinds.put(limit, new Kind(Rate.of(limit.in(settings)), buckets));
        }
    }

    long now() {
        return clock.getAsLong();
    }

    /** The bucket of a caller that is remembered; a forgotten one is full. */
    @Nullable
    Bucket known(LimitClass limit, Object caller) {
        Kind kind = kinds.get(limit);
        return kind == null ? null : kind.buckets().getIfPresent(caller);
    }

    /** @param caller a value: the subject of a token, or the client of a request */
    Bucket of(LimitClass limit, Object caller) {
        Kind kind = kinds.get(limit);
        if (kind == null) {
            throw new IllegalStateException("no buckets of " + limit);
        }
        Bucket known = kind.buckets().getIfPresent(caller);
        return known == null
                ? kind.buckets().get(caller, unknown -> new Bucket(limit, kind.rate(), key(limit, caller), now()))
                : known;
    }

    /** Short for every caller, and without its name; the class and all its callers are spread over the slots. */
    private static String key(LimitClass limit, Object caller) {
        byte[] digest =
                sha256().digest((caller.getClass().getSimpleName() + ' ' + caller).getBytes(StandardCharsets.UTF_8));
        return "limit:" + limit.label() + ":{"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES)) + '}';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
