package dev.souk.notification.mail.domain;

/**
 * A letter that this node sends.
 *
 * @param tries how often it was taken up, this time included; tells this attempt from every other one
 * @param mayHaveGone its last attempt has no known end: it may be at its receiver already
 */
public record TakenMail(Mail mail, int tries, boolean mayHaveGone) {}
