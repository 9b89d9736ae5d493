package dev.souk.prove.fault;

import dev.souk.embedded.process.ServerProcess;
import java.util.List;

/** One fault, on a target that is already chosen. Used by one thread. */
interface Fault {
    /** The name of the target, in words. */
    String target();

    /** Processes that may be gone, or not answer, from {@link #inject} to the end of {@link #heal}. */
    List<ServerProcess> harms();

    /** @throws FaultException when it could not be done */
    void inject() throws InterruptedException;

    /**
     * Repairs the target, and waits until it works again.
     *
     * @return any further remark; may be empty
     * @throws FaultException when the target stays broken
     */
    String heal() throws InterruptedException;
}
