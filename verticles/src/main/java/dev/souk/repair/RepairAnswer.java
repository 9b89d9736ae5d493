package dev.souk.repair;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link RepairQuestion}. An id of which it says nothing had nothing wrong with it that the feature could
 * see, by the time that it looked.
 *
 * @param refused what is wrong and cannot be put right by a program, and why, by id
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
     * @param words what was done (in a dry run: would be)
     * @param orderId of the order whose timeline has to tell of it; absent where none does, or does already
     */
    public record Done(String id, String words, @Nullable UUID orderId) {}
}
