package dev.souk.notification.mail.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The events that the buyer is told of by mail. */
public enum MailKind {
    CONFIRMED("order.confirmed"),
    SHIPPED("order.shipped"),
    CANCELLED("order.cancelled"),
    REFUNDED("order.refunded"),
    PAYMENT_FAILED("order.payment_failed");

    private final String event;

    MailKind(String event) {
        this.event = event;
    }

    /** @return the type of the event that it tells of */
    public String event() {
        return event;
    }

    /** @return empty: the buyer is not told of such events */
    public static Optional<MailKind> of(String event) {
        return Arrays.stream(values()).filter(kind -> kind.event.equals(event)).findFirst();
    }

    public static List<String> events() {
        return Arrays.stream(values()).map(MailKind::event).toList();
    }
}
