package dev.souk.launcher.cli.dlq;

import dev.souk.bus.Json;
import dev.souk.launcher.cli.ExitCode;
import dev.souk.messaging.deadletter.DeadLetterQueue.Settled;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Prints the result for dead letters: settled letters to standard output, those asked for in vain to standard error.
 *
 * @param done in the past tense
 */
record DlqOutcome(CommandSpec spec, boolean json, String done) {
    /** @return {@link ExitCode#FALSE} when any was asked for in vain */
    int print(Settled settled) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            out.println(Json.text(settled));
        } else {
            settled.done().forEach(id -> out.println(done + "  " + id));
            if (settled.done().isEmpty() && settled.unknown().isEmpty()) {
                out.println("No dead letters.");
            }
        }
        settled.unknown().forEach(unknown -> err.println("souk: " + unknown.id() + ": " + unknown.reason()));
        out.flush();
        err.flush();
        return settled.unknown().isEmpty() ? ExitCode.DONE : ExitCode.FALSE;
    }
}
