package dev.souk.prove.buyer;

import dev.souk.prove.buyer.Reply.Answer;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all buyers do together. Thread-safe. */
final class CrowdCounts {
    private final LongAdder asked = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder placed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unresolved = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

    void asked(int attempt) {
        asked.increment();
        if (attempt > 1) {
            repeated.increment();
        }
    }

    void answered(Answer answer) {
        answered.increment();
        if (answer.isDoubtful()) {
            unavailable.increment();
        }
    }

    void lost() {
        lost.increment();
    }

    void ordered(Reply reply) {
        if (reply.isDoubtful()) {
            unresolved.increment();
        } else if (reply instanceof Answer answer && answer.isSuccess()) {
            placed.increment();
        } else {
            refused.increment();
        }
    }

    void cancelled(Reply reply) {
        if (reply instanceof Answer answer && answer.isSuccess()) {
            cancelled.increment();
        }
    }

    CrowdReport report() {
        return new CrowdReport(
                asked.sum(),
                repeated.sum(),
                answered.sum(),
                unavailable.sum(),
                lost.sum(),
                placed.sum(),
                refused.sum(),
                unresolved.sum(),
                cancelled.sum());
    }
}
