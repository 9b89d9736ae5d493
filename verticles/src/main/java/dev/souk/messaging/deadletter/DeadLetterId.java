package dev.souk.messaging.deadletter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter lies: {@code souk.orders.dlq/3/17}. Ordered by topic, partition and offset.
 *
 * @param topic the dead-letter topic, not the one that the message came from
 */
public record DeadLetterId(String topic, int partition, long offset) implements Comparable<DeadLetterId> {
    private static final Pattern TEXT = Pattern.compile("([a-z.]{1,64})/(\\d{1,5})/(\\d{1,18})");
    private static final Comparator<DeadLetterId> ORDER = Comparator.comparing(DeadLetterId::topic)
            .thenComparingInt(DeadLetterId::partition)
            .thenComparingLong(DeadLetterId::offset);

    /** @throws IllegalArgumentException when the text is no such id */
    public static DeadLetterId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not the id of a dead letter (topic/partition/offset, souk.orders.dlq/3/17): " + text);
        }
        return new DeadLetterId(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    @Override
    public int compareTo(DeadLetterId other) {
        return ORDER.compare(this, other);
    }

    /** Also what it is in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
