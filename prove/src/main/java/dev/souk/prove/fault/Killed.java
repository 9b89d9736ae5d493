package dev.souk.prove.fault;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import java.util.List;
import java.util.stream.Collectors;

/** SIGKILL to one or several processes at once; then they are started again on their data on the disk. */
record Killed(List<ServerProcess> harms) implements Fault {

    @Override
    public String target() {
        return harms.stream().map(ServerProcess::name).collect(Collectors.joining(", "));
    }

    @Override
    public void inject() {
        harms.forEach(ServerProcess::kill);
    }

    @Override
    public String heal() throws InterruptedException {
        try {
            // All are started before any is waited for: a cluster is only ready together.
            for (ServerProcess process : harms) {
                if (!process.isAlive() && !Thread.currentThread().isInterrupted()) {
                    process.start();
                }
            }
            for (ServerProcess process : harms) {
                Revival.of(process);
            }
            return "";
        } catch (StackException e) {
            throw new FaultException(String.valueOf(e.getMessage()), e);
        }
    }
}
