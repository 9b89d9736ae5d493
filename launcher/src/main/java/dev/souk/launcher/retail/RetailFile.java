package dev.souk.launcher.retail;

import dev.souk.catalog.imports.CsvFields;
import dev.souk.catalog.imports.RecordSplitter;
import dev.souk.catalog.imports.TextRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of the data set row by row, in bounded memory. Files of it are around in UTF-8 and in the Windows and
 * Latin character sets: a line that is no UTF-8 is read as Windows-1252, which every byte sequence of those files is.
 */
final class RetailFile {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int CHUNK = 1 << 16;
    private static final int MAX_ROW = 1 << 16;

    private final Consumer<RetailRow> rows;
    private final Consumer<SkippedLine> skipped;
    private @Nullable RetailColumns columns;

    private RetailFile(Consumer<RetailRow> rows, Consumer<SkippedLine> skipped) {
        this.rows = rows;
        this.skipped = skipped;
    }

    /**
     * @param rows takes what could be read, in the order of the file
     * @param skipped takes what could not
     * @throws IllegalArgumentException when the file has a header, but not of this data set
     */
    static void read(Path file, Consumer<RetailRow> rows, Consumer<SkippedLine> skipped) throws IOException {
        RetailFile reader = new RetailFile(rows, skipped);
        RecordSplitter splitter = new RecordSplitter(true, MAX_ROW);
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                splitter.feed(chunk).forEach(reader::take);
            }
        }
        splitter.end().forEach(reader::take);
    }

    private void take(TextRecord record) {
        switch (record) {
            case TextRecord.Broken broken -> skipped.accept(new SkippedLine(broken.line(), broken.reason()));
            case TextRecord.Whole whole -> {
                if (!whole.isBlank()) {
                    take(whole);
                }
            }
        }
    }

    private void take(TextRecord.Whole record) {
        List<String> values;
        try {
            values = CsvFields.of(text(record));
        } catch (IllegalArgumentException malformed) {
            skipped.accept(new SkippedLine(record.line(), String.valueOf(malformed.getMessage())));
            return;
        }
        RetailColumns known = columns;
        if (known == null) {
            boolean header = RetailColumns.isHeader(values);
            known = header ? RetailColumns.ofHeader(values) : RetailColumns.standard();
            columns = known;
            if (header) {
                return;
            }
        }
        row(record.line(), values, known);
    }

    private void row(long line, List<String> values, RetailColumns known) {
        RetailRow row;
        try {
            row = known.row(line, values);
        } catch (IllegalArgumentException unreadable) {
            skipped.accept(new SkippedLine(line, String.valueOf(unreadable.getMessage())));
            return;
        }
        rows.accept(row);
    }

    private static String text(TextRecord.Whole record) {
        try {
            return record.text(StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            return new String(record.bytes(), WINDOWS);
        }
    }
}
