package dev.souk.notification.webhook.domain;

import dev.souk.notification.webhook.message.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint is still told anything: one that answers 410 is disabled at once, one that failed without a
 * success in between for as long as the settings say, too.
 */
public final class EndpointMachine {
    /** Twice the longest wait between two attempts: after such a silence a failure is the first of its kind. */
    private static final Duration FORGOTTEN = Duration.ofHours(48);

    private EndpointMachine() {}

    /**
     * How an endpoint fares.
     *
     * @param failingSince of the first failure since the last success
     * @param lastFailed of the last one
     * @param disabled why nothing is sent there any more
     */
    public record Health(
            @Nullable Instant failingSince,
            @Nullable Instant lastFailed,
            @Nullable DisabledReason disabled) {
        public static final Health GOOD = new Health(null, null, null);
    }

    /** @param disableAfter so long a time of failures disables */
    public static Health after(Health before, AttemptResult result, Instant now, Duration disableAfter) {
        if (before.disabled() != null) {
            return before;
        }
        return switch (result.kind()) {
            case DELIVERED -> Health.GOOD;
            case NO_ORDER -> before;
            case GONE -> new Health(since(before, now), now, DisabledReason.GONE);
            case REFUSED, TIMEOUT, UNREACHABLE, BLOCKED -> {
                Instant since = since(before, now);
                boolean tooLong = !since.plus(disableAfter).isAfter(now);
                yield new Health(since, now, tooLong ? DisabledReason.FAILING : null);
            }
        };
    }

    private static Instant since(Health before, Instant now) {
        Instant since = before.failingSince();
        Instant last = before.lastFailed();
        return since == null || last == null || last.plus(FORGOTTEN).isBefore(now) ? now : since;
    }
}
