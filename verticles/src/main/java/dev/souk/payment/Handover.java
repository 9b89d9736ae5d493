package dev.souk.payment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a node's consumers to its worker: payments go straight into work after the commit that made them due.
 * Where there is no worker or no room, they are found when they are due. Safe from every thread.
 */
final class Handover {
    private volatile @Nullable DueWork<Payment> worker;

    void attach(DueWork<Payment> newWorker) {
        worker = newWorker;
    }

    int room() {
        DueWork<Payment> current = worker;
        return current == null ? 0 : current.room();
    }

    /** @param more others are due as well, for which there was no room */
    void offer(List<Payment> payments, boolean more) {
        DueWork<Payment> current = worker;
        if (current != null) {
            current.offer(payments);
            if (more) {
                current.expectMore();
            }
        }
    }
}
