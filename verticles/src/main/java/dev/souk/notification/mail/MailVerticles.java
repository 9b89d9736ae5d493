package dev.souk.notification.mail;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.notification.mail.MailWorkerVerticle.Sending;
import dev.souk.notification.mail.domain.Language;
import dev.souk.notification.mail.domain.RetryPolicy;
import dev.souk.notification.mail.domain.Sender;
import dev.souk.notification.mail.store.MailRepository;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verticles for mail of a node with the role {@code notification}, one instance of each. */
public final class MailVerticles {
    private MailVerticles() {}

    /**
     * @return in the order in which they are to be deployed
     * @throws SettingsException when the settings of mail contradict each other
     */
    public static List<Supplier<VerticleBase>> of(
            Settings.Mail settings, Messaging messaging, Bus bus, MeterRegistry metrics) {
        return of(settings, messaging, bus, metrics, InstantSource.system());
    }

    static List<Supplier<VerticleBase>> of(
            Settings.Mail settings, Messaging messaging, Bus bus, MeterRegistry metrics, InstantSource clock) {
        Sender sender = checked(settings);
        MailRepository mails = new MailRepository();
        MailMetrics measured = new MailMetrics(metrics);
        RetryPolicy policy = new RetryPolicy(settings.retryAfter(), settings.giveUpAfter());
        @Nullable
        Function<Vertx, Sending> sending = settings.enabled()
                ? vertx -> {
                    Smtp smtp = new Smtp(vertx, settings);
                    MailDesk desk = new MailDesk(
                            new Letters(sender, Language.of(settings.locale())),
                            smtp,
                            policy,
                            messaging.transactions(),
                            mails,
                            measured,
                            clock,
                            MailVerticles::chance);
                    return new Sending(
                            new MailWork(vertx, settings, bus, messaging.transactions(), mails, desk, clock), smtp);
                }
                : null;
        return List.of(
                () -> new MailWorkerVerticle(
                        messaging,
                        written -> new MailEventHandler(settings.enabled(), policy, mails, measured, clock, written),
                        sending),
                () -> new MailKeeperVerticle(messaging, settings, mails, measured));
    }

    private static Sender checked(Settings.Mail settings) {
        List<String> problems = new ArrayList<>();
        if (settings.lease().compareTo(settings.answerTimeout()) <= 0) {
            problems.add("mail.lease must be longer than mail.answer-timeout");
        }
        if (settings.user().isEmpty() && !settings.password().value().isEmpty()) {
            problems.add("mail.password needs mail.user");
        }
        try {
            Sender sender = Sender.of(settings.from());
            if (problems.isEmpty()) {
                return sender;
            }
        } catch (IllegalArgumentException e) {
            problems.add("mail.from: " + e.getMessage());
        }
        throw new SettingsException(problems);
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
