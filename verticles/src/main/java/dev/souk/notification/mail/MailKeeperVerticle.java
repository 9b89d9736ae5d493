package dev.souk.notification.mail;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.notification.mail.store.MailRepository;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Counts the letters that wait, and deletes those that ended long ago. One node at a time holds the lease for it. */
final class MailKeeperVerticle extends VerticleBase {
    private static final int LETTERS = 500;

    private final Messaging messaging;
    private final Settings.Mail settings;
    private final MailRepository mails;
    private final MailMetrics metrics;
    private LeasedRounds rounds;

    @SuppressWarnings("NullAway.Init") // the rounds belong to the context, in start
    MailKeeperVerticle(Messaging messaging, Settings.Mail settings, MailRepository mails, MailMetrics metrics) {
        this.messaging = messaging;
        this.settings = settings;
        this.mails = mails;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds("mail-keeper", settings.sweepEvery(), this::round, metrics::forget);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop().onComplete(stopped -> metrics.forget());
    }

    private Future<Boolean> round() {
        return messaging
                .transactions()
                .read("mail-waiting", mails::waiting)
                .onSuccess(metrics::waiting)
                .compose(found -> messaging
                        .transactions()
                        .guarded("mail-forget", tx -> mails.forget(tx, settings.keep(), LETTERS)))
                .onSuccess(metrics::forgotten)
                .map(forgotten -> forgotten == LETTERS);
    }
}
