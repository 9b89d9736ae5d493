package dev.souk.notification.mail;

import dev.souk.notification.mail.MailMetrics.PutOff;
import dev.souk.notification.mail.domain.MailEnd;
import dev.souk.notification.mail.domain.Recipient;
import dev.souk.notification.mail.domain.RetryPolicy;
import dev.souk.notification.mail.domain.SendAnswer;
import dev.souk.notification.mail.domain.SendAnswer.Away;
import dev.souk.notification.mail.domain.SendAnswer.NotNow;
import dev.souk.notification.mail.domain.SendAnswer.Refused;
import dev.souk.notification.mail.domain.SendAnswer.Sent;
import dev.souk.notification.mail.domain.TakenMail;
import dev.souk.notification.mail.store.MailRepository;
import dev.souk.order.message.OrderLetter;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.ext.mail.MailMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one letter: the letter is written and handed over, and the result is stored. The server's answer is
 * not lost while the database is away: storing it goes on however long that takes, so that no letter is sent twice for
 * it. Logs name the order and the event, never the address.
 */
final class MailDesk {
    private static final Logger log = LoggerFactory.getLogger(MailDesk.class);

    private final Letters letters;
    private final Smtp smtp;
    private final RetryPolicy policy;
    private final TransactionRunner transactions;
    private final MailRepository mails;
    private final MailMetrics metrics;
    private final InstantSource clock;
    private final DoubleSupplier chance;

    MailDesk(
            Letters letters,
            Smtp smtp,
            RetryPolicy policy,
            TransactionRunner transactions,
            MailRepository mails,
            MailMetrics metrics,
            InstantSource clock,
            DoubleSupplier chance) {
        this.letters = letters;
        this.smtp = smtp;
        this.policy = policy;
        this.transactions = transactions;
        this.mails = mails;
        this.metrics = metrics;
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * @param sent what came of handing it over, and done when that is written down; absent: there was nothing to hand
     * over
     */
    record Attempt(Optional<SendAnswer> answer, Future<?> written) {}

    /**
     * @param order absent: it has no address
     * @return done when the server has answered; fails never
     */
    Future<Attempt> send(TakenMail taken, @Nullable OrderLetter order) {
        if (policy.isTooLate(taken.mail().happenedAt(), clock.instant())) {
            return Future.succeededFuture(new Attempt(Optional.empty(), end(taken, MailEnd.GIVEN_UP)));
        }
        Optional<Recipient> to = order == null ? Optional.empty() : Recipient.of(order.email());
        if (order == null || to.isEmpty()) {
            return Future.succeededFuture(new Attempt(Optional.empty(), end(taken, MailEnd.UNADDRESSED)));
        }
        MailMessage message;
        try {
            message = letters.write(taken.mail(), order, to.get());
        } catch (RuntimeException defect) {
            log.atError()
                    .addKeyValue("order", taken.mail().orderId())
                    .addKeyValue("event", taken.mail().kind().event())
                    .setCause(defect)
                    .log("a letter cannot be written, and is tried again");
            Duration pause = policy.afterRefusal(taken.tries(), chance.getAsDouble());
            return Future.succeededFuture(new Attempt(Optional.empty(), putOff(taken, PutOff.DEFECT, pause)));
        }
        if (taken.mayHaveGone()) {
            metrics.repeated();
        }
        long began = System.nanoTime();
        return smtp.send(message).map(answer -> {
            metrics.sent(System.nanoTime() - began);
            return new Attempt(Optional.of(answer), written(taken, answer));
        });
    }

    private Future<?> written(TakenMail taken, SendAnswer answer) {
        return switch (answer) {
            case Sent sent -> end(taken, MailEnd.SENT);
            case Refused(String reply) -> {
                say(taken, "a letter was refused for good: reply " + reply);
                yield end(taken, MailEnd.REFUSED);
            }
            case NotNow(String reply) -> {
                say(taken, "a letter was refused for now: reply " + reply);
                yield putOff(taken, PutOff.REFUSED, policy.afterRefusal(taken.tries(), chance.getAsDouble()));
            }
            case Away(String reason) ->
                putOff(taken, PutOff.AWAY, policy.afterAbsence(taken.tries(), chance.getAsDouble()));
        };
    }

    private static void say(TakenMail taken, String what) {
        log.atWarn()
                .addKeyValue("order", taken.mail().orderId())
                .addKeyValue("event", taken.mail().kind().event())
                .log(what);
    }

    private Future<?> end(TakenMail taken, MailEnd end) {
        return transactions
                .run(
                        "mail-end",
                        TransactionRunner.FOREVER,
                        tx -> mails.end(tx, taken.mail().eventId(), end))
                .onSuccess(ended -> {
                    if (ended) {
                        metrics.ended(end);
                    }
                });
    }

    private Future<?> putOff(TakenMail taken, PutOff reason, Duration pause) {
        metrics.putOff(reason);
        return transactions.run("mail-put-off", TransactionRunner.FOREVER, tx -> mails.putOff(tx, taken, pause));
    }
}
