package dev.souk.embedded;

/**
 * Hears how far each server is. Called from several threads at once: the servers start in parallel.
 */
@FunctionalInterface
public interface Progress {

    /** Ignores the progress. */
    Progress SILENT = (server, state, elapsedMillis) -> {};

    /**
     * @param server {@code postgres}, {@code kafka} or {@code redis}
     * @param elapsedMillis milliseconds since this server's start, or stop, began
     */
    void report(String server, State state, long elapsedMillis);

    /** A server's life as a user sees it. */
    enum State {
        STARTING,
        READY,
        FAILED,
        STOPPING,
        STOPPED
    }
}
