package dev.souk.launcher.replay;

/** How an order ended. Times are nanoseconds since it was first sent. */
sealed interface Outcome {
    /** Whether the shop answered 201, whatever became of the order then. */
    default boolean placed() {
        return true;
    }

    record Confirmed(long acceptedNanos, long confirmedNanos) implements Outcome {}

    /** Stock could not give it: at once, or after the order was accepted. */
    record Rejected(String reason, boolean placed, long acceptedNanos) implements Outcome {}

    /** Settled otherwise: its payment failed, it expired, somebody cancelled it. */
    record Failed(String status, long acceptedNanos) implements Outcome {}

    /** Accepted, and not settled within the limit, or nobody could say. */
    record Unsettled(String why, long acceptedNanos) implements Outcome {}

    /** Never accepted: an HTTP fault. */
    record Fault(String why) implements Outcome {
        @Override
        public boolean placed() {
            return false;
        }
    }
}
