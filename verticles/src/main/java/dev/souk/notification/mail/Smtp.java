package dev.souk.notification.mail;

import dev.souk.notification.mail.domain.SendAnswer;
import dev.souk.notification.mail.domain.SendAnswer.Away;
import dev.souk.notification.mail.domain.SendAnswer.NotNow;
import dev.souk.notification.mail.domain.SendAnswer.Refused;
import dev.souk.notification.mail.domain.SendAnswer.Sent;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;

/** The server that takes letters. */
final class Smtp {
    /** A connection that stays open is used again within this; then it is closed before the server does it. */
    private static final int KEEP_ALIVE_SECONDS = 20;
    /**
     * The text that the client puts before the reply to RCPT TO; before the reply to the letter's last dot it puts
     * {@link #OF_LETTER}. A 5xx to any other command (greeting, login, sender) does not concern the recipient: the
     * server does not serve this shop.
     */
    private static final String OF_RECIPIENT = "recipient address not accepted";

    private static final String OF_LETTER = "sending data failed";
    /** The client's own error, without asking the server, for a letter larger than the server has said it takes. */
    private static final String TOO_LARGE = "exceeds allowed size";

    private final MailClient client;
    private final long limitMillis;

    Smtp(Vertx vertx, Settings.Mail settings) {
        this.client = MailClient.create(vertx, config(settings));
        this.limitMillis = settings.lease().toMillis();
    }

    private static MailConfig config(Settings.Mail settings) {
        MailConfig config = new MailConfig(settings.host(), settings.port())
                .setSsl(settings.security().equals(Settings.Mail.TLS))
                .setStarttls(
                        settings.security().equals(Settings.Mail.STARTTLS)
                                ? StartTLSOptions.REQUIRED
                                : StartTLSOptions.DISABLED)
                .setMaxPoolSize(settings.connections())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setUserAgent("souk");
        config.setConnectTimeout((int) settings.connectTimeout().toMillis());
        // The client waits for ever: only a connection that is idle for too long ends.
        config.setIdleTimeout((int) settings.answerTimeout().toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return settings.user().isEmpty()
                ? config.setLogin(LoginOption.DISABLED)
                : config.setLogin(LoginOption.REQUIRED)
                        .setUsername(settings.user())
                        .setPassword(settings.password().value());
    }

    /** @return the answer of the server, or its absence; fails never */
    Future<SendAnswer> send(MailMessage message) {
        return handedOver(message)
                .timeout(limitMillis, TimeUnit.MILLISECONDS)
                .transform(sent -> Future.succeededFuture(sent.succeeded() ? new Sent() : answerOf(sent.cause())));
    }

    private Future<MailResult> handedOver(MailMessage message) {
        try {
            return client.sendMail(message);
        } catch (RuntimeException defect) {
            return Future.failedFuture(defect);
        }
    }

    static SendAnswer answerOf(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            // Of this letter alone: the server must not be taken to be away for it.
            return new NotNow("none, the client refused it");
        }
        if (!(failure instanceof SMTPException smtp)) {
            String why = String.valueOf(failure.getMessage());
            return why.contains(TOO_LARGE) ? new Refused("none, it is too large") : new Away(why);
        }
        String reply = Integer.toString(smtp.getReplyCode());
        String words = String.valueOf(smtp.getMessage());
        boolean ofThisLetter = words.startsWith(OF_RECIPIENT) || words.startsWith(OF_LETTER);
        if (!ofThisLetter) {
            return new Away("reply " + reply);
        }
        return smtp.isPermanent() ? new Refused(reply) : new NotNow(reply);
    }

    Future<Void> close() {
        return client.close();
    }
}
