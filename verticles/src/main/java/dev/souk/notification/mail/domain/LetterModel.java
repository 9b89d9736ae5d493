package dev.souk.notification.mail.domain;

import dev.souk.order.message.OrderLetter;
import dev.souk.order.message.OrderView.OrderLine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The values of an order for templates: texts on one line each, amounts as people write them. */
public final class LetterModel {
    /** An order may have a thousand lines; a letter names the first ones and says how many follow. */
    static final int MOST_LINES = 100;

    private static final int NUMBER_LENGTH = 8;

    private LetterModel() {}

    public static Map<String, Object> of(UUID orderId, OrderLetter letter, Locale locale) {
        List<Map<String, String>> lines = letter.lines().stream()
                .limit(MOST_LINES)
                .map(line -> line(line, locale))
                .toList();
        int more = letter.lines().size() - lines.size();
        List<String> shipTo = ShippingAddress.lines(letter.shipTo());
        return Map.of(
                "order",
                orderId.toString(),
                "number",
                number(orderId),
                "lines",
                lines,
                "more",
                more == 0 ? List.of() : List.of(more),
                "total",
                Amounts.of(letter.total(), locale),
                "refunded",
                Amounts.of(letter.refunded(), locale),
                "shipped",
                shipTo.isEmpty() ? List.of() : List.of(true),
                "shipTo",
                shipTo);
    }

    /** Short enough for a subject. */
    private static String number(UUID orderId) {
        return orderId.toString().substring(0, NUMBER_LENGTH);
    }

    private static Map<String, String> line(OrderLine line, Locale locale) {
        return Map.of(
                "quantity", String.format(locale, "%d", line.quantity()),
                "name", PlainText.line(line.name()),
                "sku", PlainText.line(line.sku()),
                "unitPrice", Amounts.of(line.unitPrice(), locale),
                "lineTotal", Amounts.of(line.lineTotal(), locale));
    }
}
