package dev.souk.notification.mail.domain;

/** The result of handing a letter to the server. Replies are codes: their words often name the recipient. */
public sealed interface SendAnswer {
    record Sent() implements SendAnswer {}

    /** For good: the recipient, or the letter itself. */
    record Refused(String reply) implements SendAnswer {}

    /** This letter not now: a 4xx, or nothing that the server is to blame for. */
    record NotNow(String reply) implements SendAnswer {}

    /** No server to speak with, or none that lets this shop send anything. The letter may have gone all the same. */
    record Away(String reason) implements SendAnswer {}
}
