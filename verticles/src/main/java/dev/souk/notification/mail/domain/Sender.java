package dev.souk.notification.mail.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sender of all letters.
 *
 * @param text with the name, where there is one
 * @param domain of the address
 */
public record Sender(String text, String domain) {
    private static final Pattern FROM = Pattern.compile("(?:[^<>@\\p{Cntrl}]*<[^@\\s<>,;:\"()\\\\\\p{Cntrl}]+@("
            + Recipient.DOMAIN + ")>|[^@\\s<>,;:\"()\\\\\\p{Cntrl}]+@(" + Recipient.DOMAIN + "))");

    /** @throws IllegalArgumentException when it is neither an address nor a name and an address */
    public static Sender of(String from) {
        Matcher matcher = FROM.matcher(from);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be an address, or a name and an address in angle brackets");
        }
        return new Sender(from, matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }

    /** RFC 5322, section 3.6.4: unique because the event is, and the same on every attempt. */
    public String messageId(java.util.UUID eventId) {
        return "<" + eventId + "@" + domain + ">";
    }
}
