package dev.souk.notification.mail.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether it is worth handing letters to the server. While it is away one letter at a time finds out, with growing
 * pauses; the others wait where they are, and their tries are not used up.
 *
 * @param faults in a row
 * @param tryAt when to find out next, while there are faults
 */
public record Outlook(int faults, Instant tryAt) {
    public static final Outlook CLEAR = new Outlook(0, Instant.EPOCH);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 10;

    /** @param chance random, 0 inclusive to 1 exclusive */
    public Outlook fault(Instant now, double chance) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(faults, MOST_DOUBLINGS));
        return new Outlook(faults + 1, now.plusMillis(ceiling / 2 + (long) (chance * ceiling / 2)));
    }

    /**
     * @param connections of this node to the server
     * @param sending letters that are on their way now
     * @return how many further letters are worth taking up
     */
    public int room(int connections, int sending, Instant now) {
        if (faults == 0) {
            return Math.max(0, connections - sending);
        }
        return sending == 0 && !now.isBefore(tryAt) ? 1 : 0;
    }
}
