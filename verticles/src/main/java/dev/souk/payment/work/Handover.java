package dev.souk.payment.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a commit on a node to the node's worker: items go straight into work after the commit that made them
 * due. Where there is no worker or no room, a sweep finds them when they are due. Safe from every thread.
 */
public final class Handover<T> {
    private volatile @Nullable DueWork<T> worker;

    public void attach(DueWork<T> newWorker) {
        worker = newWorker;
    }

    public int room() {
        DueWork<T> current = worker;
        return current == null ? 0 : current.room();
    }

    /**
     * @param items claimed for this node
     * @param more others are due as well, for which there was no room
     */
    public void offer(List<T> items, boolean more) {
        DueWork<T> current = worker;
        if (current != null) {
            current.offer(items);
            if (more) {
                current.expectMore();
            }
        }
    }

    /** Something is due now. */
    public void wake() {
        DueWork<T> current = worker;
        if (current != null) {
            current.wake();
        }
    }
}
