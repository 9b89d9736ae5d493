package dev.souk.launcher.retail;

import dev.souk.catalog.ProductRules;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The positions of the columns of a file, by its header, and the formats of their values. */
final class RetailColumns {
    /** The newer edition of the data set calls some columns otherwise. */
    private static final List<List<String>> NAMES = List.of(
            List.of("invoiceno", "invoice"),
            List.of("stockcode"),
            List.of("description"),
            List.of("quantity"),
            List.of("invoicedate"),
            List.of("unitprice", "price"),
            List.of("customerid"));

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("yyyy-MM-dd H:mm:ss", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yyyy H:mm", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy-MM-dd H:mm", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yyyy H:mm:ss", Locale.ROOT),
            DateTimeFormatter.ofPattern("dd-MM-yyyy H:mm", Locale.ROOT),
            DateTimeFormatter.ISO_LOCAL_DATE_TIME);

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,12}(\\.0*)?");
    private static final Pattern DECIMAL = Pattern.compile("-?([0-9]{1,12}(\\.[0-9]{0,9})?|\\.[0-9]{1,9})");
    private static final Pattern ZERO_FRACTION = Pattern.compile("\\.0*$");

    private final int[] at;

    private RetailColumns(int[] at) {
        this.at = at;
    }

    static boolean isHeader(List<String> values) {
        return values.stream().map(RetailColumns::name).anyMatch("stockcode"::equals);
    }

    /** @throws IllegalArgumentException naming what the header lacks */
    static RetailColumns ofHeader(List<String> values) {
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            found.putIfAbsent(name(values.get(i)), i);
        }
        int[] at = new int[NAMES.size()];
        for (int i = 0; i < at.length; i++) {
            List<String> names = NAMES.get(i);
            at[i] = names.stream()
                    .filter(found::containsKey)
                    .map(found::get)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the header lacks " + names.getFirst()));
        }
        return new RetailColumns(at);
    }

    /** The order of the published file. */
    static RetailColumns standard() {
        return new RetailColumns(new int[] {0, 1, 2, 3, 4, 5, 6});
    }

    /** @throws IllegalArgumentException in words, when a field that is needed cannot be read */
    RetailRow row(long line, List<String> values) {
        String invoice = value(values, 0);
        String code = value(values, 1);
        if (invoice.isEmpty()) {
            throw new IllegalArgumentException("no invoice number");
        }
        String defect = ProductRules.skuDefect(code);
        if (defect != null) {
            throw new IllegalArgumentException("stock code '" + code + "' " + defect);
        }
        return new RetailRow(
                line,
                invoice,
                code,
                text(value(values, 2)),
                whole(value(values, 3)),
                decimal(value(values, 5)),
                date(value(values, 4)),
                customer(value(values, 6)));
    }

    private String value(List<String> values, int column) {
        return at[column] < values.size() ? values.get(at[column]).strip() : "";
    }

    private static String name(String header) {
        return header.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static String text(String value) {
        String plain = value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return plain.length() <= ProductRules.MAX_NAME ? plain : plain.substring(0, ProductRules.MAX_NAME);
    }

    private static long whole(String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw new IllegalArgumentException("quantity '" + value + "' is no whole number");
        }
        return Long.parseLong(ZERO_FRACTION.matcher(value).replaceFirst(""));
    }

    private static BigDecimal decimal(String value) {
        if (!DECIMAL.matcher(value).matches()) {
            throw new IllegalArgumentException("price '" + value + "' is no number");
        }
        return new BigDecimal(value);
    }

    /** Dates only tell which of several prices is the latest: where one cannot be read, the order of the file does. */
    private static @Nullable LocalDateTime date(String value) {
        for (DateTimeFormatter format : DATES) {
            try {
                return LocalDateTime.parse(value, format);
            } catch (DateTimeParseException otherFormat) {
                continue;
            }
        }
        return null;
    }

    private static @Nullable String customer(String value) {
        String id = ZERO_FRACTION.matcher(value).replaceFirst("");
        return id.isEmpty() ? null : id;
    }
}
