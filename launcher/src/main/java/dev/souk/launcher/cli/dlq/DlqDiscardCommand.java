package dev.souk.launcher.cli.dlq;

import dev.souk.messaging.deadletter.DeadLetterId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts letters aside whose messages are not needed. One by one: there is no way back. */
@Command(
        name = "discard",
        description = "Puts letters aside for good whose messages nobody needs: what never was an event, for one.",
        mixinStandardHelpOptions = true)
final class DlqDiscardCommand implements Callable<Integer> {
    @Mixin
    private final DlqOptions options = new DlqOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            converter = DlqOptions.Id.class,
            description = "As 'souk dlq list' prints it, such as souk.orders.dlq/3/17.")
    private List<DeadLetterId> ids = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new DlqOutcome(spec, options.json(), "discarded").print(options.ask(letters -> letters.discard(ids)));
    }
}
