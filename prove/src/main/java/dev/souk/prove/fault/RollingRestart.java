package dev.souk.prove.fault;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import java.time.Duration;
import java.util.List;

/** Restarts the nodes as an operator does for a new version: SIGTERM, start, wait until ready, then the next node. */
record RollingRestart(List<ServerProcess> harms) implements Fault {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @Override
    public String target() {
        return "all nodes in turn";
    }

    @Override
    public void inject() {
        // Each is restarted as it is healed: one at a time.
    }

    @Override
    public String heal() throws InterruptedException {
        try {
            int graceful = 0;
            for (ServerProcess process : harms) {
                process.stop(STOP_LIMIT);
                graceful += process.onExit().join() == 0 ? 1 : 0;
                Revival.of(process);
            }
            return graceful + " of " + harms.size() + " ended with exit code 0";
        } catch (StackException e) {
            throw new FaultException(String.valueOf(e.getMessage()), e);
        }
    }
}
