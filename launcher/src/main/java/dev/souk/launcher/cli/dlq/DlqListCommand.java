package dev.souk.launcher.cli.dlq;

import dev.souk.bus.Json;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.ExitCode;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.deadletter.DeadLetterQueue.Page;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the open dead letters, a page at a time. */
@Command(
        name = "list",
        description = "Dead letters that nobody has dealt with: id, reason, consumer, attempts, time and first error.",
        mixinStandardHelpOptions = true)
final class DlqListCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    @Mixin
    private final DlqOptions options = new DlqOptions();

    @Mixin
    private final DlqOptions.Topic topic = new DlqOptions.Topic();

    @Option(names = "--limit", paramLabel = "N", description = "How many, 1 to 1000. Default: 100.")
    private int limit = 100;

    @Option(
            names = "--after",
            paramLabel = "ID",
            converter = DlqOptions.Id.class,
            description = "Where the page before ended.")
    private @Nullable DeadLetterId after;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > MOST) {
            throw CommandException.usage("--limit: 1 to " + MOST + ", not " + limit);
        }
        String of = topic.orNull();
        Page page = options.ask(letters -> letters.list(of, after, limit));
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(Json.text(page));
        } else {
            print(out, page);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, Page page) {
        page.items().forEach(letter -> print(out, letter));
        if (page.next() != null) {
            out.println("There are more: --after " + page.next());
        } else if (page.items().isEmpty()) {
            out.println("No dead letters.");
        }
    }

    private static void print(PrintWriter out, DeadLetter letter) {
        out.printf(
                "%s  %s by %s, %d attempts, %s%n",
                letter.id(), letter.reason(), letter.consumer(), letter.attempts(), letter.buriedAt());
        out.println("        " + letter.error() + ": " + letter.errorMessage());
    }
}
