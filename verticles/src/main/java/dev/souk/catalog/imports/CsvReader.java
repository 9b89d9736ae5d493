package dev.souk.catalog.imports;

import dev.souk.catalog.ProductRules;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CSV whose first record names the columns, in any order. Without such a header nothing is taken, because columns that
 * are guessed put names where SKUs belong. Columns that the import does not know are reported, and not read.
 */
final class CsvReader implements LineReader {
    private static final List<String> REQUIRED = List.of("sku", "name", "price", "currency");
    /** Decimal major units; the bounds keep a line from asking for a number of any size. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private final CsvDialect dialect;
    private final UnknownNames unknown = new UnknownNames("the column");
    private @Nullable Header header;

    /** @param dialect which the header was shown to before it is read */
    CsvReader(CsvDialect dialect) {
        this.dialect = dialect;
    }

    /** @param at where each column stands */
    private record Header(
            Map<String, Integer> at, int width, @Nullable String defect) {}

    @Override
    public List<ParsedLine> read(long line, String text) {
        Header known = header;
        Optional<String> sep = known == null ? CsvDialect.sep(text) : Optional.empty();
        if (sep.isPresent()) {
            return CsvDialect.isSeparator(sep.get())
                    ? List.of()
                    : List.of(new BadLine(line, "sep= must name a comma, a semicolon or a tab"));
        }
        List<String> values;
        try {
            values = CsvFields.of(text, dialect.separator());
        } catch (IllegalArgumentException e) {
            return List.of(new BadLine(line, String.valueOf(e.getMessage())));
        }
        return known == null ? header(line, values) : List.of(line(line, values, known));
    }

    private List<ParsedLine> header(long line, List<String> values) {
        Header found = header(values);
        header = found;
        if (found.defect() != null) {
            return List.of(new BadLine(line, found.defect()));
        }
        List<ParsedLine> notices = new ArrayList<>();
        values.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !CsvDialect.COLUMNS.contains(CsvDialect.columnName(name)))
                .forEach(name -> unknown.notice(line, name).ifPresent(notices::add));
        return notices;
    }

    private static Header header(List<String> values) {
        List<String> names = values.stream().map(CsvDialect::columnName).toList();
        Map<String, Integer> at = new HashMap<>();
        String defect = null;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (at.putIfAbsent(name, i) != null && CsvDialect.COLUMNS.contains(name)) {
                defect = "the header names " + name + " twice";
            }
        }
        List<String> missing =
                REQUIRED.stream().filter(name -> !at.containsKey(name)).toList();
        return new Header(at, names.size(), missing.isEmpty() ? defect : lacks(missing));
    }

    private static String lacks(List<String> columns) {
        return "the header lacks the column" + (columns.size() == 1 ? " " : "s ") + String.join(", ", columns);
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
