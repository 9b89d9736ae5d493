package dev.souk.repair;

import java.util.List;
import java.util.UUID;

/**
 * Put right what is wrong with these, and with nothing else.
 *
 * @param ids 1 to 500, of what the endpoint is about
 * @param dryRun look and decide as ever, and write nothing
 */
public record RepairQuestion(List<String> ids, boolean dryRun) {
    public RepairQuestion {
        ids = List.copyOf(ids);
    }

    public List<UUID> uuids() {
        return ids.stream().map(UUID::fromString).toList();
    }
}
