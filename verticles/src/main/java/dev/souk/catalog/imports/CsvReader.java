package dev.souk.catalog.imports;

import dev.souk.catalog.ProductRules;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CSV whose first record may name the columns, in any order; without such a header they stand in the documented order.
 * Columns that the import does not know are ignored.
 */
final class CsvReader implements LineReader {
    private static final List<String> COLUMNS =
            List.of("sku", "name", "price", "currency", "category", "description", "stock");
    private static final List<String> REQUIRED = List.of("sku", "name", "price", "currency");
    /** Decimal major units; the bounds keep a line from asking for a number of any size. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private @Nullable Header header;

    /** @param at where each column stands */
    private record Header(
            Map<String, Integer> at, int width, @Nullable String defect) {}

    @Override
    public Optional<ParsedLine> read(long line, String text) {
        List<String> values;
        try {
            values = CsvFields.of(text);
        } catch (IllegalArgumentException e) {
            return Optional.of(new BadLine(line, String.valueOf(e.getMessage())));
        }
        Header known = header;
        if (known != null) {
            return Optional.of(line(line, values, known));
        }
        boolean named = values.stream().map(CsvReader::columnName).anyMatch("sku"::equals);
        Header found = header(named ? values : COLUMNS);
        header = found;
        if (!named) {
            return Optional.of(line(line, values, found));
        }
        return Optional.ofNullable(found.defect()).map(defect -> new BadLine(line, defect));
    }

    private static Header header(List<String> values) {
        List<String> names = values.stream().map(CsvReader::columnName).toList();
        Map<String, Integer> at = new HashMap<>();
        String defect = null;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (at.putIfAbsent(name, i) != null && COLUMNS.contains(name)) {
                defect = "the header names " + name + " twice";
            }
        }
        List<String> missing =
                REQUIRED.stream().filter(name -> !at.containsKey(name)).toList();
        return new Header(
                at, names.size(), missing.isEmpty() ? defect : "the header lacks " + String.join(", ", missing));
    }

    private static String columnName(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    private static ParsedLine line(long line, List<String> values, Header header) {
        if (header.defect() != null) {
            return new BadLine(line, "the header is not usable");
        }
        boolean tooMany = values.stream().skip(header.width()).anyMatch(value -> !value.isBlank());
        if (tooMany) {
            return new BadLine(line, values.size() + " fields for " + header.width() + " columns");
        }
        LineFields fields = new LineFields(line, CsvReader::columnOf);
        String currency = value(values, header, "currency");
        ProductContent content = new ProductContent(
                value(values, header, "name"),
                value(values, header, "description"),
                value(values, header, "category"),
                new Money(minorUnits(fields, value(values, header, "price"), currency), currency));
        return fields.product(value(values, header, "sku"), content, stock(fields, value(values, header, "stock")));
    }

    private static String columnOf(String field) {
        return switch (field) {
            case "price.amount" -> "price";
            case "price.currency" -> "currency";
            default -> field;
        };
    }

    private static String value(List<String> values, Header header, String column) {
        Integer at = header.at().get(column);
        return at == null || at >= values.size() ? "" : values.get(at).strip();
    }

    /** Exact: a price with more decimals than its currency has is an error, never rounded. */
    private static long minorUnits(LineFields fields, String price, String currency) {
        if (!DECIMAL.matcher(price).matches()) {
            fields.defect("price", "must be a decimal number such as 2.55");
            return 0;
        }
        int digits = Math.max(0, ProductRules.fractionDigits(currency));
        try {
            return new BigDecimal(price).movePointRight(digits).longValueExact();
        } catch (ArithmeticException inexact) {
            fields.defect("price", "has more than the " + digits + " decimals of its currency");
            return 0;
        }
    }

    private static long stock(LineFields fields, String stock) {
        if (stock.isEmpty()) {
            return 0;
        }
        if (!WHOLE.matcher(stock).matches()) {
            fields.defect("stock", "must be a whole number of units");
            return 0;
        }
        return Long.parseLong(stock);
    }
}
