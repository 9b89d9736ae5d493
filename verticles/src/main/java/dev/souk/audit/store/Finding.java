package dev.souk.audit.store;

import java.util.List;

/**
 * The result of one look of a check.
 *
 * @param checked how many things it looked at
 * @param inFlight how many of them are on their way and have time left
 * @param total of the suspects
 * @param suspects the first of them by id; in a settling check {@link CheckSql#MOST_SUSPECTS} at the most, else {@link
 *     #LISTED}
 */
public record Finding(long checked, long inFlight, long total, List<Suspect> suspects) {
    /** So many violations of a check are listed with their words. */
    public static final int LISTED = 1_000;

    public Finding {
        suspects = List.copyOf(suspects);
    }

    Finding withInFlight(long number) {
        return new Finding(checked, number, total, suspects);
    }

    /** The numbers alone. */
    public Finding withoutSuspects() {
        return new Finding(checked, inFlight, total, List.of());
    }
}
