package dev.souk.notification.mail.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * When a letter that was not taken is tried again.
 *
 * @param refusedPause after the first refusal for now; doubled with each further try, up to an hour (RFC 5321, section
 *     4.5.4.1, wants half an hour at least in the long run, and four to five days before a sender gives up)
 * @param giveUpAfter how long after its event a letter is still worth sending
 */
public record RetryPolicy(Duration refusedPause, Duration giveUpAfter) {
    private static final Duration LONGEST_REFUSED = Duration.ofHours(1);
    /** The server's own absence is waited for by {@link Outlook}: a letter should go soon after the server is back. */
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_AWAY = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * @param tries 1 or more
     * @param chance random, 0 inclusive to 1 exclusive
     */
    public Duration afterRefusal(int tries, double chance) {
        return pause(refusedPause, LONGEST_REFUSED, tries, chance);
    }

    /** As {@link #afterRefusal}, when there was no server to refuse it. */
    public Duration afterAbsence(int tries, double chance) {
        return pause(AWAY_PAUSE, LONGEST_AWAY, tries, chance);
    }

    /** Between half of the ceiling and all of it: growing, and not in step with others. */
    private static Duration pause(Duration first, Duration longest, int tries, double chance) {
        int doublings = Math.min(Math.max(0, tries - 1), MOST_DOUBLINGS);
        long ceiling = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(Math.max(1, ceiling / 2 + (long) (chance * ceiling / 2)));
    }

    /** Whether a letter about an event of that time is not worth sending any more. */
    public boolean isTooLate(Instant happenedAt, Instant now) {
        return happenedAt.plus(giveUpAfter).isBefore(now);
    }
}
