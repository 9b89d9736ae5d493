package dev.souk.launcher.replay;

/** The end of an order. Times are nanoseconds since it was first sent. */
sealed interface Outcome {
    /** Whether the shop answered 201, whatever became of the order then. */
    default boolean placed() {
        return true;
    }

    record Confirmed(long acceptedNanos, long confirmedNanos) implements Outcome {}

    /** Stock could not give it: at once, or after the order was accepted. */
    record Rejected(String reason, boolean placed, long acceptedNanos) implements Outcome {}

    /** Settled otherwise: its payment failed, it expired, or it was cancelled. */
    record Failed(String status, long acceptedNanos) implements Outcome {}

    /** Accepted, and not settled within the limit, or its state could not be read. */
    record Unsettled(String why, long acceptedNanos) implements Outcome {}

    /** Never accepted: an HTTP fault. */
    record Fault(String why) implements Outcome {
        @Override
        public boolean placed() {
            return false;
        }
    }
}
