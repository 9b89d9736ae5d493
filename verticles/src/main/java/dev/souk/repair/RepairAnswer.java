package dev.souk.repair;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link RepairQuestion}. An id that is absent had no fault that the feature could see when it looked.
 *
 * @param refused faults that no program can put right, with the reason, by id
 */
public record RepairAnswer(List<Done> done, Map<String, String> refused) {
    public RepairAnswer {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
    }

    public static RepairAnswer of(List<Done> done) {
        return new RepairAnswer(done, Map.of());
    }

    /**
     * @param id that was asked about
     * @param words the repair that was done (in a dry run: would be)
     * @param orderId of the order whose timeline has to tell of it; absent where none does, or does already
     */
    public record Done(String id, String words, @Nullable UUID orderId) {}
}
