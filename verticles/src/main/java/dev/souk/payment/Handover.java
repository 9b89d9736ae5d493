package dev.souk.payment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from whoever commits work on a node to its worker: items go straight into work after the commit that made them due.
 * Where there is no worker or no room, they are found when they are due. Safe from every thread.
 */
final class Handover<T> {
    private volatile @Nullable DueWork<T> worker;

    void attach(DueWork<T> newWorker) {
        worker = newWorker;
    }

    int room() {
        DueWork<T> current = worker;
        return current == null ? 0 : current.room();
    }

    /**
     * @param items claimed for this node
     * @param more others are due as well, for which there was no room
     */
    void offer(List<T> items, boolean more) {
        DueWork<T> current = worker;
        if (current != null) {
            current.offer(items);
            if (more) {
                current.expectMore();
            }
        }
    }

    /** Something is due now. */
    void wake() {
        DueWork<T> current = worker;
        if (current != null) {
            current.wake();
        }
    }
}
