package dev.souk.prove.check.promise;

import dev.souk.prove.check.notice.StreamChecks;
import dev.souk.prove.check.notice.WebhookChecks;
import java.util.List;
import java.util.stream.Stream;

/** Every promise that is checked, the three great ones first. */
public final class Checks {
    public static final List<Check> ALL = Stream.of(
                    StockChecks.ALL,
                    MoneyChecks.ALL,
                    AnswerChecks.ALL,
                    OrderChecks.ALL,
                    CartChecks.ALL,
                    EventChecks.ALL,
                    StreamChecks.ALL,
                    WebhookChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Checks() {}
}
