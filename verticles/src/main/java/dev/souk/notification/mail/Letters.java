package dev.souk.notification.mail;

import dev.souk.notification.mail.domain.Language;
import dev.souk.notification.mail.domain.Language.Voice;
import dev.souk.notification.mail.domain.LetterModel;
import dev.souk.notification.mail.domain.Mail;
import dev.souk.notification.mail.domain.Recipient;
import dev.souk.notification.mail.domain.Sender;
import dev.souk.order.message.OrderLetter;
import io.vertx.ext.mail.MailMessage;

/** Writes letters: the order as it is, in the buyer's language, under an id that its every copy has. */
final class Letters {
    private final Templates templates = new Templates();
    private final Sender sender;
    private final Language own;

    /** @param own language of the shop, for buyers who name no language that the letters have */
    Letters(Sender sender, Language own) {
        this.sender = sender;
        this.own = own;
    }

    MailMessage write(Mail mail, OrderLetter order, Recipient to) {
        Voice voice = Language.voice(order.locale(), own);
        Templates.Text text =
                templates.fill(voice.language(), mail.kind(), LetterModel.of(mail.orderId(), order, voice.locale()));
        return new MailMessage()
                .setFrom(sender.text())
                .setTo(to.address())
                .setSubject(text.subject())
                .setText(text.plain())
                .setHtml(text.html())
                .addHeader("Message-ID", sender.messageId(mail.eventId()))
                .addHeader("Content-Language", voice.language().code())
                // RFC 3834: no answering machine should answer.
                .addHeader("Auto-Submitted", "auto-generated");
    }
}
