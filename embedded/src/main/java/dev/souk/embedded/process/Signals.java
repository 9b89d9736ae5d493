package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends the signals that Java cannot send; TERM and KILL are {@link ProcessHandle}'s. */
public final class Signals {

    private Signals() {}

    /** Sends {@code signal} (a name without SIG) to these processes; those that are gone already are no error. */
    public static void send(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        // The shell's own kill: the program of that name is missing in small images.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$@\"", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new StackException("Cannot send SIG" + signal + " to " + pids + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            // The signal is on its way; the caller's next wait sees the interrupt.
            Thread.currentThread().interrupt();
        }
    }
}
