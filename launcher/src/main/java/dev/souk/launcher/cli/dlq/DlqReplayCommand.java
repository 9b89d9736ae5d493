package dev.souk.launcher.cli.dlq;

import dev.souk.launcher.cli.CommandException;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.messaging.deadletter.DeadLetterQueue.Settled;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends messages back to the topics they came from. */
@Command(
        name = "replay",
        description = {
            "Sends messages back to the topics they came from, once what kept them from being handled is put right.",
            "Only the consumer that gave a message up handles it anew; all others pass it over."
        },
        mixinStandardHelpOptions = true)
final class DlqReplayCommand implements Callable<Integer> {
    private static final int PAGE = 200;

    @Mixin
    private final DlqOptions options = new DlqOptions();

    @Mixin
    private final DlqOptions.Topic topic = new DlqOptions.Topic();

    @Option(names = "--all", description = "All that are open now, of --topic when that is given.")
    private boolean all;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = DlqOptions.Id.class,
            description = "As 'souk dlq list' prints it, such as souk.orders.dlq/3/17.")
    private List<DeadLetterId> ids = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String of = topic.orNull();
        if (all == !ids.isEmpty() || of != null && !all) {
            throw CommandException.usage("either ids, or --all with or without --topic");
        }
        Settled settled = options.ask(letters ->
                all ? open(letters, of, null, new ArrayList<>()).compose(letters::replay) : letters.replay(ids));
        return new DlqOutcome(spec, options.json(), "sent back").print(settled);
    }

    /** Reads all ids first: a letter that is given up again meanwhile is not replayed once more. */
    private static Future<List<DeadLetterId>> open(
            DeadLetterQueue letters, @Nullable String topic, @Nullable DeadLetterId after, List<DeadLetterId> before) {
        return letters.list(topic, after, PAGE).compose(page -> {
            page.items().stream().map(DeadLetter::id).forEach(before::add);
            return page.next() == null ? Future.succeededFuture(before) : open(letters, topic, page.next(), before);
        });
    }
}
