package dev.souk.prove.fault;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import java.util.List;
import java.util.stream.Collectors;

/** SIGSTOP to one or several processes, then SIGCONT: they keep all that they hold, and miss the time between. */
record Frozen(List<ServerProcess> harms) implements Fault {

    @Override
    public String target() {
        return harms.stream().map(ServerProcess::name).collect(Collectors.joining(", "));
    }

    @Override
    public void inject() {
        harms.forEach(ServerProcess::suspend);
    }

    /** A process that ends of itself when it finds the time missing is started again. */
    @Override
    public String heal() throws InterruptedException {
        try {
            harms.forEach(ServerProcess::resume);
            for (ServerProcess process : harms) {
                Revival.of(process);
            }
            return "";
        } catch (StackException e) {
            throw new FaultException(String.valueOf(e.getMessage()), e);
        }
    }
}
