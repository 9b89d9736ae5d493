package dev.souk.audit;

import java.time.Duration;

/** Told how an audit goes on, on its event loop. */
public interface Progress {
    Progress SILENT = new Progress() {};

    /** @param check that is looked at next */
    default void looking(String check) {}

    /**
     * @param suspects that may only be in flight
     * @param left how long they have to settle
     */
    default void waiting(long suspects, Duration left) {}
}
