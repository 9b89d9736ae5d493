package dev.souk.audit;

import java.time.Duration;

/** Told how an audit goes on, on its event loop. */
public interface Progress {
    Progress SILENT = new Progress() {};

    /**
     * @param check that looks next
     * @param done how many checks have looked
     * @param all how many checks there are
     */
    default void looking(String check, int done, int all) {}

    /**
     * @param suspects that may only be in flight
     * @param left how long they have to settle
     */
    default void waiting(long suspects, Duration left) {}
}
