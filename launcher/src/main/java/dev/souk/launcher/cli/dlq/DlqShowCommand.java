package dev.souk.launcher.cli.dlq;

import dev.souk.bus.Json;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.ExitCode;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterId;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one dead letter whole. */
@Command(
        name = "show",
        description = "One dead letter whole: why it was given up, and its message.",
        mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {
    @Mixin
    private final DlqOptions options = new DlqOptions();

    @Parameters(
            paramLabel = "ID",
            converter = DlqOptions.Id.class,
            description = "As 'souk dlq list' prints it, such as souk.orders.dlq/3/17.")
    @SuppressWarnings("NullAway.Init")
    private DeadLetterId id;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<DeadLetter> letter = options.ask(letters -> letters.find(id));
        if (letter.isEmpty()) {
            throw CommandException.failed(id + ": there is no such letter");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(Json.text(letter.get()));
        } else {
            print(out, letter.get());
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, DeadLetter letter) {
        out.println("id           " + letter.id());
        out.println("reason       " + letter.reason());
        out.println("consumer     " + letter.consumer());
        out.println("attempts     " + letter.attempts());
        out.println("first error  " + letter.error() + ": " + letter.errorMessage());
        out.println("last error   " + letter.lastError());
        out.println("given up     " + letter.buriedAt());
        out.println("message      " + letter.origin() + " of " + letter.originAt());
        out.println("key          " + (letter.key() == null ? "none" : letter.key()));
        out.println();
        out.println(letter.body() == null ? "(no body)" : letter.body());
    }
}
