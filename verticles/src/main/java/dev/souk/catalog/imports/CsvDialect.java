package dev.souk.catalog.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The character that separates the fields of a CSV file: a comma, a semicolon or a tab, whichever the header is
 * readable by, or the one that Excel's line {@code sep=;} before the header names. The splitter shows each record as it
 * ends, so that the next one is already cut by that character. Not thread-safe.
 */
public final class CsvDialect {
    static final List<String> COLUMNS = List.of("sku", "name", "price", "currency", "category", "description", "stock");
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');
    private static final Pattern SEP = Pattern.compile("\"?sep=(.?)\"?\\s*", Pattern.CASE_INSENSITIVE);

    private char separator = ',';
    private boolean settled;

    private CsvDialect(boolean settled) {
        this.settled = settled;
    }

    /** A file that can only be comma-separated, with whatever columns. */
    public static CsvDialect commas() {
        return new CsvDialect(true);
    }

    /** A file whose header is still to come. */
    static CsvDialect ofHeader() {
        return new CsvDialect(false);
    }

    /** Whether a field may begin behind this byte. */
    boolean separates(byte b) {
        return settled ? b == separator : b == ',' || b == ';' || b == '\t';
    }

    /** @param record that has just ended, without its line end */
    void see(byte[] record) {
        if (settled) {
            return;
        }
        String text = new String(record, StandardCharsets.UTF_8);
        Optional<String> sep = sep(text);
        if (sep.isPresent()) {
            settle(sep.get());
        } else if (!text.isBlank()) {
            separator = separatorOf(text);
            settled = true;
        }
    }

    private void settle(String sep) {
        for (char candidate : SEPARATORS) {
            if (sep.equals(String.valueOf(candidate))) {
                separator = candidate;
                settled = true;
            }
        }
    }

    /** @return the character that the line {@code sep=;} names; empty: it is no such line */
    static Optional<String> sep(String text) {
        Matcher line = SEP.matcher(text);
        return line.matches() ? Optional.of(line.group(1)) : Optional.empty();
    }

    static boolean isSeparator(String text) {
        return text.length() == 1 && SEPARATORS.contains(text.charAt(0));
    }

    char separator() {
        return separator;
    }

    /** The one by which the header names most of the columns that there are; a comma when none does. */
    private static char separatorOf(String header) {
        char best = ',';
        long most = 0;
        for (char candidate : SEPARATORS) {
            long known = known(header, candidate);
            if (known > most) {
                best = candidate;
                most = known;
            }
        }
        return best;
    }

    private static long known(String header, char separator) {
        try {
            return CsvFields.of(header, separator).stream()
                    .filter(value -> COLUMNS.contains(columnName(value)))
                    .count();
        } catch (IllegalArgumentException notWellFormed) {
            return 0;
        }
    }

    static String columnName(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }
}
