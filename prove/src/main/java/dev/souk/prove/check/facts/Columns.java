package dev.souk.prove.check.facts;

import dev.souk.prove.history.Item;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of values that are not plain, as it is written into a column: equal values have equal text. */
public final class Columns {
    private Columns() {}

    /** Units of each SKU, summed: the same however the lines are split and sorted. */
    public static TreeMap<String, Long> unitsOf(List<Item> items) {
        TreeMap<String, Long> units = new TreeMap<>();
        items.forEach(item -> units.merge(item.sku(), item.quantity(), Long::sum));
        return units;
    }

    static String units(List<Item> items) {
        return unitsOf(items).entrySet().stream()
                .map(unit -> unit.getValue() + " x " + unit.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Every line with its price, sorted. */
    static String priced(List<Item> items) {
        return items.stream()
                .map(item -> item.quantity() + " x " + item.sku() + " at " + item.unitPrice())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    public static long pricedSum(List<Item> items) {
        return items.stream()
                .mapToLong(item -> item.quantity() * (item.unitPrice() == null ? 0 : item.unitPrice()))
                .sum();
    }

    /** An array literal of PostgreSQL. */
    static @Nullable String array(@Nullable List<String> texts) {
        return texts == null
                ? null
                : texts.stream()
                        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }
}
