package dev.souk.prove.report.analysis;

import dev.souk.prove.history.HistoryLine.Asked;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts the requests of each reader together to reads. A reader has one under way: a first request ends what was before
 * it.
 */
final class ReadJournal {
    private final Map<String, Asked> open = new HashMap<>();
    private final Listener listener;

    /** Hears how reads ended. */
    interface Listener {
        /** @param nanos from the first request to the answer */
        void served(Asked first, int attempt, long nanos);

        void unserved(Asked first);
    }

    ReadJournal(Listener listener) {
        this.listener = listener;
    }

    void asked(Asked asked) {
        if (asked.attempt() == 1) {
            Asked last = open.put(asked.buyer(), asked);
            if (last != null) {
                listener.unserved(last);
            }
        }
    }

    /** @param nanos of the answer, as the history has it */
    void served(Asked asked, long nanos) {
        Asked first = open.remove(asked.buyer());
        if (first != null) {
            listener.served(first, asked.attempt(), nanos - first.nanos());
        }
    }

    /** Call after the last line. */
    void close() {
        open.values().forEach(listener::unserved);
        open.clear();
    }
}
