package dev.souk.embedded;

import dev.souk.embedded.process.ServerProcess;

/** Whether a server that has just been started answers; asked every few milliseconds, so it must not wait long. */
@FunctionalInterface
public interface Readiness {

    /** For a process that is ready as soon as it runs. */
    Readiness AT_ONCE = process -> true;

    boolean isReady(ServerProcess process);
}
