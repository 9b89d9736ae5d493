package dev.souk.catalog.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The fields of one CSV record (RFC 4180). */
public final class CsvFields {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();

    private CsvFields() {}

    /**
     * @param text one record, as a {@link RecordSplitter} cuts it
     * @throws IllegalArgumentException in words, when it is not well formed
     */
    public static List<String> of(String text) {
        try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
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
