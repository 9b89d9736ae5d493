package dev.souk.notification.webhook.domain;

import dev.souk.notification.webhook.message.DeliveryStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The states of a delivery: PENDING until an attempt succeeds (DELIVERED), or none is left (FAILED). */
public final class DeliveryMachine {
    private DeliveryMachine() {}

    /**
     * Where an attempt leads.
     *
     * @param pause until the next attempt; there exactly when the status is PENDING
     */
    public record Step(DeliveryStatus status, @Nullable Duration pause) {}

    /** The step after an attempt at an endpoint that was replaced meanwhile: the new one has its turn at once. */
    public static Step afterReplaced(AttemptResult result) {
        return switch (result.kind()) {
            case DELIVERED -> new Step(DeliveryStatus.DELIVERED, null);
            case NO_ORDER -> new Step(DeliveryStatus.FAILED, null);
            case GONE, REFUSED, TIMEOUT, UNREACHABLE, BLOCKED -> new Step(DeliveryStatus.PENDING, Duration.ZERO);
        };
    }

    /**
     * @param tries attempts since the delivery was last asked for, this one included
     * @param chance random, 0 inclusive to 1 exclusive
     */
    public static Step after(int tries, AttemptResult result, double chance) {
        return switch (result.kind()) {
            case DELIVERED -> new Step(DeliveryStatus.DELIVERED, null);
            // An endpoint that answered 410 stays gone, and an order that is missing now will be missing later, too.
            case GONE, NO_ORDER -> new Step(DeliveryStatus.FAILED, null);
            case REFUSED, TIMEOUT, UNREACHABLE, BLOCKED -> {
                Duration wait = RetrySchedule.after(tries, chance);
                yield new Step(wait == null ? DeliveryStatus.FAILED : DeliveryStatus.PENDING, wait);
            }
        };
    }
}
