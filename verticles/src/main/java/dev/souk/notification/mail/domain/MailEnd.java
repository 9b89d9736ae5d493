package dev.souk.notification.mail.domain;

/** How a letter ended. The names stand in the database. */
public enum MailEnd {
    /** The server took it. */
    SENT,
    /** The server wants it neither now nor later. */
    REFUSED,
    /** The letter could not be sent for too long. */
    GIVEN_UP,
    /** The order has no address, or none that mail can go to. */
    UNADDRESSED
}
