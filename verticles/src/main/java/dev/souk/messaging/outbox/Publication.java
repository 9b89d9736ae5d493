package dev.souk.messaging.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Collects Kafka's answers for the events of one call of {@link EventPublisher#publish}, from any thread. */
final class Publication {
    private final List<UUID> published = new ArrayList<>();
    private final Consumer<List<UUID>> answered;
    private final AtomicBoolean failed = new AtomicBoolean();
    private int open;

    /** @param answered gets the ids of the events that Kafka has, once, on the thread of the last answer */
    Publication(int size, Consumer<List<UUID>> answered) {
        this.open = size;
        this.answered = answered;
    }

    void answer(UUID event, boolean well) {
        List<UUID> all;
        synchronized (published) {
            if (well) {
                published.add(event);
            }
            open--;
            if (open > 0) {
                return;
            }
            all = List.copyOf(published);
        }
        answered.accept(all);
    }

    /** One line in the log is enough for an outage. */
    boolean isFirstFailure() {
        return failed.compareAndSet(false, true);
    }
}
