package dev.souk.notification.live;

import java.util.List;

/** A message to a follower of an order. The first signal tells whether the order may be followed at all. */
public sealed interface Signal {
    /**
     * The next entries of the timeline, none left out and none repeated.
     *
     * @param steps in order; none when the follower knows them all
     * @param over nothing will follow
     */
    record Steps(List<LiveStep> steps, boolean over) implements Signal {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /** There is no such order, or it is not the follower's. */
    record NoSuchOrder() implements Signal {}

    /** The order could not be read: only ever the first signal. */
    record Unreadable(Throwable cause) implements Signal {}
}
