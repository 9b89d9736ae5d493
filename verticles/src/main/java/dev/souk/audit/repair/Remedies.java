package dev.souk.audit.repair;

import static java.util.stream.Collectors.toMap;

import dev.souk.audit.invariant.Remedy;
import dev.souk.bus.Bus;
import dev.souk.bus.UnavailableException;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.outbox.StoredEvent;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.RecordRepairs;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairAnswer.Done;
import dev.souk.repair.RepairQuestion;
import dev.souk.stock.message.StockEndpoints;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The features' commands behind the remedies. The effect of a command on an order is written into its timeline. */
public final class Remedies {
    private final Bus bus;
    private final Messaging messaging;

    /** @param bus on which the features' repair endpoints are served */
    public Remedies(Bus bus, Messaging messaging) {
        this.bus = bus;
        this.messaging = messaging;
    }

    /** @return the repairs that were done; with {@code dryRun}, those that would be */
    public Future<RepairAnswer> apply(Remedy remedy, List<String> ids, boolean dryRun) {
        RepairQuestion question = new RepairQuestion(ids, dryRun);
        Future<RepairAnswer> answer = switch (remedy) {
            case RECOUNT_STOCK -> bus.ask(StockEndpoints.RECOUNT, question);
            case REVIEW_STOCK -> bus.ask(StockEndpoints.REVIEW, question);
            case REVIEW_PAYMENT -> bus.ask(PaymentEndpoints.REVIEW, question);
            case EXPIRE_ORDER -> bus.ask(OrderEndpoints.EXPIRE, question);
            case PUBLISH_AGAIN -> publishAgain(question);
        };
        return dryRun ? answer : answer.compose(done -> record(remedy, done));
    }

    private Future<RepairAnswer> publishAgain(RepairQuestion question) {
        return messaging.stored(question.uuids()).compose(stored -> {
            RepairAnswer answer =
                    RepairAnswer.of(stored.stream().map(Remedies::published).toList());
            return question.dryRun() || stored.isEmpty()
                    ? Future.succeededFuture(answer)
                    : messaging
                            .publishAgain(stored.stream().map(StoredEvent::id).toList())
                            .compose(published -> published == stored.size()
                                    ? Future.succeededFuture(answer)
                                    : Future.failedFuture(new UnavailableException(
                                            "Kafka took " + published + " of " + stored.size() + " events")));
        });
    }

    private static Done published(StoredEvent event) {
        UUID order = event.topic().equals(Topics.CATALOG) ? null : UUID.fromString(event.key());
        return new Done(event.id().toString(), event.type() + " of " + event.key() + " published again", order);
    }

    private Future<RepairAnswer> record(Remedy remedy, RepairAnswer answer) {
        Map<UUID, String> words = answer.done().stream()
                .filter(done -> done.orderId() != null)
                .collect(toMap(
                        done -> Objects.requireNonNull(done.orderId()),
                        done -> remedy.reportName() + ": " + done.words(),
                        (one, other) -> one + "; " + other));
        return words.isEmpty()
                ? Future.succeededFuture(answer)
                : bus.ask(OrderEndpoints.RECORD_REPAIR, new RecordRepairs(words))
                        .map(answer)
                        .otherwise(failure -> unrecorded(answer, failure));
    }

    /** The repair stays done; its words must say that the timeline does not tell of it. */
    private static RepairAnswer unrecorded(RepairAnswer answer, Throwable failure) {
        return new RepairAnswer(
                answer.done().stream()
                        .map(done -> new Done(
                                done.id(),
                                done.words() + " (not in the timeline: " + failure.getMessage() + ")",
                                done.orderId()))
                        .toList(),
                answer.refused());
    }
}
