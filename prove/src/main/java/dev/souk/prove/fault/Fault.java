package dev.souk.prove.fault;

import dev.souk.embedded.process.ServerProcess;
import java.util.List;

/** One fault, on what it was decided to hit. Used by one thread. */
interface Fault {
    /** What is hit, in words. */
    String target();

    /** Processes that may be gone, or not answer, from {@link #inject} to the end of {@link #heal}. */
    List<ServerProcess> harms();

    /** @throws FaultException when it could not be done */
    void inject() throws InterruptedException;

    /**
     * Repairs what was broken, and waits until it is.
     *
     * @return what is worth knowing beyond that; may be empty
     * @throws FaultException when it stays broken
     */
    String heal() throws InterruptedException;
}
