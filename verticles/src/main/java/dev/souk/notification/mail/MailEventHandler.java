package dev.souk.notification.mail;

import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.notification.mail.domain.Mail;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.notification.mail.domain.RetryPolicy;
import dev.souk.notification.mail.store.MailRepository;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a letter of each event that the buyer is told of. Without a server it passes over everything: its consumer then
 * only remembers how far it is, so that the day the shop gets a server is not the day of a week's letters.
 */
final class MailEventHandler implements EventHandler {
    private final boolean enabled;
    private final RetryPolicy policy;
    private final MailRepository mails;
    private final MailMetrics metrics;
    private final InstantSource clock;
    private final Runnable written;

    /** @param written called after the commit of new letters, on the consumer's context */
    MailEventHandler(
            boolean enabled,
            RetryPolicy policy,
            MailRepository mails,
            MailMetrics metrics,
            InstantSource clock,
            Runnable written) {
        this.enabled = enabled;
        this.policy = policy;
        this.mails = mails;
        this.metrics = metrics;
        this.clock = clock;
        this.written = written;
    }

    @Override
    public boolean concerns(String type) {
        return enabled && MailKind.of(type).isPresent();
    }

    /** An event that does not say whether there is an address may be of an order that has one. */
    @Override
    public boolean concerns(EventEnvelope event) {
        if (!event.data().path("hasEmail").asBoolean(true)) {
            return false;
        }
        if (policy.isTooLate(event.time(), clock.instant())) {
            metrics.stale();
            return false;
        }
        return true;
    }

    @Override
    public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
        List<Mail> letters = events.stream().flatMap(MailEventHandler::letter).toList();
        return letters.isEmpty()
                ? Future.succeededFuture(Effects.NONE)
                : mails.enqueue(tx, letters).map(done -> new Effects(List.of(), written));
    }

    private static Stream<Mail> letter(EventEnvelope event) {
        return MailKind.of(event.type())
                .map(kind -> new Mail(event.id(), event.orderId(), kind, event.time()))
                .stream();
    }
}
