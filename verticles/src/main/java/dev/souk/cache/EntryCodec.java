package dev.souk.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries as they lie in the second level: JSON as on the bus, with the time that the source was asked, by the writer's
 * clock. What a node of another version wrote and this one cannot read counts as not there.
 */
final class EntryCodec<V> {
    private static final Logger log = LoggerFactory.getLogger(EntryCodec.class);

    private final Class<V> type;
    private final LongSupplier ticker;
    private final InstantSource clock;

    private record Wire(long askedAt, JsonNode value) {}

    EntryCodec(Class<V> type, LongSupplier ticker, InstantSource clock) {
        this.type = type;
        this.ticker = ticker;
        this.clock = clock;
    }

    Buffer write(Entry<V> entry) {
        long age = (ticker.getAsLong() - entry.asked()) / 1_000_000;
        return Buffer.buffer(Json.bytes(new Wire(clock.millis() - age, Json.MAPPER.valueToTree(entry.value()))));
    }

    /**
     * Its age goes on where it was. One of a time that has not come yet, because two clocks differ, has no age that can be
     * trusted: it counts as asked for {@code otherwise}.
     *
     * @param otherwise by the ticker
     */
    Optional<Entry<V>> read(Buffer bytes, long otherwise) {
        try {
            Wire wire = Json.read(bytes.getBytes(), Wire.class);
            @Nullable V value = Json.MAPPER.treeToValue(wire.value(), type);
            long ageMillis = clock.millis() - wire.askedAt();
            long asked = ageMillis < 0 ? otherwise : ticker.getAsLong() - ageMillis * 1_000_000;
            return value == null ? Optional.empty() : Optional.of(new Entry<>(value, asked, asked));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            log.atDebug().addKeyValue("type", type.getSimpleName()).setCause(e).log("a cached value was passed over");
            return Optional.empty();
        }
    }
}
