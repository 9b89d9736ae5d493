package dev.souk.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries as they lie in the second level: JSON as on the bus, with the value's version first, and the time that the
 * source was asked, by the writer's clock. An entry that a node of another version wrote and this one cannot read
 * counts as absent.
 */
final class EntryCodec<V> {
    private static final Logger log = LoggerFactory.getLogger(EntryCodec.class);
    /** Clocks of two nodes are taken to differ by no more than this, where a value is kept for long. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    private final ValueKind<V> kind;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final boolean authentic;

    private record Wire(@Nullable Long version, long askedAt, JsonNode value) {}

    /** @param authentic whether what is read was written by a node of this shop, for certain */
    EntryCodec(ValueKind<V> kind, LongSupplier ticker, InstantSource clock, boolean authentic) {
        this.kind = kind;
        this.ticker = ticker;
        this.clock = clock;
        this.authentic = authentic;
    }

    Buffer write(Entry<V> entry) {
        long age = (ticker.getAsLong() - entry.asked()) / 1_000_000;
        return Buffer.buffer(
                Json.bytes(new Wire(version(entry), clock.millis() - age, Json.MAPPER.valueToTree(entry.value()))));
    }

    private @Nullable Long version(Entry<V> entry) {
        long version = kind.version(entry.value());
        return version > 0 ? Long.valueOf(version) : null;
    }

    /**
     * Its age goes on where it was. One of a time that has not come yet, because two clocks differ, has no age that can
     * be trusted: it counts as asked for {@code otherwise}.
     *
     * @param otherwise by the ticker
     */
    Optional<Entry<V>> read(Buffer bytes, long otherwise) {
        try {
            Wire wire = Json.read(bytes.getBytes(), Wire.class);
            @Nullable V value = Json.MAPPER.treeToValue(wire.value(), kind.type());
            long ageMillis = clock.millis() - wire.askedAt();
            long asked = ageMillis < 0 ? otherwise : ticker.getAsLong() - ageMillis * 1_000_000;
            long atWorst = asked - CLOCKS_DIFFER.toNanos();
            return Optional.ofNullable(value).map(it -> new Entry<>(it, asked, atWorst, asked, authentic));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            log.atDebug()
                    .addKeyValue("type", kind.type().getSimpleName())
                    .setCause(e)
                    .log("a cached value was passed over");
            return Optional.empty();
        }
    }
}
