package dev.souk.notification.webhook.domain;

import dev.souk.order.message.OrderEvents;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The events that an endpoint may ask for, by name or all of them together. */
public final class EventNames {
    /** All events of orders, those of later versions included. */
    public static final String ANY_ORDER = "order.*";
    /** Sent when an operator asks for it, whichever events an endpoint wants. */
    public static final String TEST = "webhook.test";

    private static final String ORDER = "order.";
    private static final Set<String> KNOWN = Set.copyOf(Stream.of(
                    OrderEvents.PLACED,
                    OrderEvents.RESERVED,
                    OrderEvents.CONFIRMED,
                    OrderEvents.REJECTED,
                    OrderEvents.PAYMENT_FAILED,
                    OrderEvents.CANCELLED,
                    OrderEvents.EXPIRED,
                    OrderEvents.SHIPPED,
                    OrderEvents.DELIVERED,
                    OrderEvents.REFUNDED)
            .map(type -> type.name())
            .toList());

    private EventNames() {}

    /** The names that orders have now. */
    public static Set<String> known() {
        return KNOWN;
    }

    public static boolean isKnown(String asked) {
        return asked.equals(ANY_ORDER) || KNOWN.contains(asked);
    }

    /** @return each once, in their order */
    public static List<String> distinct(Collection<String> asked) {
        return asked.stream().distinct().toList();
    }

    /** @param asked names that are known */
    public static boolean wants(Collection<String> asked, String type) {
        return asked.contains(type) || asked.contains(ANY_ORDER) && type.startsWith(ORDER);
    }
}
