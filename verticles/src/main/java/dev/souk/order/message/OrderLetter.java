package dev.souk.order.message;

import dev.souk.money.Money;
import dev.souk.order.message.OrderView.OrderLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a letter to the buyer of an order, as the order is now.
 *
 * @param email as the buyer gave it
 * @param locale BCP 47 tag, where the buyer named a language
 * @param shipTo canonical JSON: a text, or an object of texts
 */
public record OrderLetter(
        String email,
        @Nullable String locale,
        @Nullable String shipTo,
        List<OrderLine> lines,
        Money total,
        Money refunded) {
    public OrderLetter {
        lines = List.copyOf(lines);
    }

    /** The address stays out of logs. */
    @Override
    public String toString() {
        return "OrderLetter[" + lines.size() + " lines]";
    }
}
