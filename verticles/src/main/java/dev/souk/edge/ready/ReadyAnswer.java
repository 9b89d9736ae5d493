package dev.souk.edge.ready;

import dev.souk.cache.Freshness;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A product as it goes over the wire. Its times are by the clock of {@link System#nanoTime}.
 *
 * @param version of the product
 * @param body its JSON, never changed
 * @param etag strong entity tag, quotes included
 * @param validUntil when it may no longer be answered, unless it is known not to have changed since it was read
 * @param read when the product was read from the database at the earliest; absent: not known
 */
record ReadyAnswer(
        long version,
        Buffer body,
        CharSequence etag,
        long validUntil,
        @Nullable Long read) {
    /** Objects and the entries of the map around key and body, roughly. */
    private static final int OVERHEAD = 288;

    boolean isFresh(String sku, Freshness freshness) {
        return validUntil - freshness.now() > 0 || read != null && freshness.left(sku, read) > 0;
    }

    /** Bytes that it takes in memory, with its key. */
    int weight(String sku) {
        return OVERHEAD + sku.length() + body.length();
    }

    /** The one of a newer version; of one version the one that is valid longer. */
    ReadyAnswer newer(ReadyAnswer other) {
        if (version != other.version) {
            return version > other.version ? this : other;
        }
        return validUntil - other.validUntil >= 0 ? this : other;
    }
}
