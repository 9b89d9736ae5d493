package dev.souk.catalog.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The fields of one CSV record (RFC 4180). */
public final class CsvFields {
    private static final Map<Character, CSVFormat> FORMATS =
            Map.of(',', format(','), ';', format(';'), '\t', format('\t'));

    private CsvFields() {}

    private static CSVFormat format(char separator) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /**
     * @param text one record, as a {@link RecordSplitter} cuts it
     * @throws IllegalArgumentException in words, when it is not well formed
     */
    public static List<String> of(String text) {
        return of(text, ',');
    }

    /** As {@link #of(String)}, with another separator. */
    static List<String> of(String text, char separator) {
        CSVFormat format = FORMATS.get(separator);
        if (format == null) {
            throw new IllegalStateException("no separator of fields: " + separator);
        }
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new IllegalArgumentException("a carriage return outside of quotes");
            }
            return Arrays.asList(records.getFirst().values());
        } catch (UncheckedIOException | CSVException malformed) {
            throw new IllegalArgumentException("characters behind a closing quote", malformed);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
