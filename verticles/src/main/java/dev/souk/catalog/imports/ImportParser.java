package dev.souk.catalog.imports;

import dev.souk.catalog.imports.ParsedLine.BadLine;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an import as it arrives: chunks of bytes in, the content of its lines out. Chunks may end anywhere. A bad line
 * never spoils the next one; blank lines have no content. Not thread-safe.
 */
public final class ImportParser {
    /** Bytes of a line: room for the longest description, every character of it escaped. */
    static final int MAX_LINE = 65_536;

    private final RecordSplitter splitter;
    private final LineReader reader;

    public ImportParser(ImportFormat format) {
        boolean csv = format == ImportFormat.CSV;
        CsvDialect dialect = CsvDialect.ofHeader();
        this.splitter = new RecordSplitter(csv, MAX_LINE, dialect);
        this.reader = csv ? new CsvReader(dialect) : new NdjsonReader();
    }

    /** @return the lines that this chunk ends */
    public List<ParsedLine> feed(byte[] chunk) {
        return parse(splitter.feed(chunk));
    }

    /** @return the lines that end with the stream */
    public List<ParsedLine> end() {
        return parse(splitter.end());
    }

    private List<ParsedLine> parse(List<TextRecord> records) {
        List<ParsedLine> lines = new ArrayList<>(records.size());
        records.forEach(record -> lines.addAll(parse(record)));
        return lines;
    }

    private List<ParsedLine> parse(TextRecord record) {
        return switch (record) {
            case TextRecord.Broken broken -> List.of(new BadLine(broken.line(), broken.reason()));
            case TextRecord.Whole whole -> whole.isBlank() ? List.of() : read(whole);
        };
    }

    private List<ParsedLine> read(TextRecord.Whole record) {
        try {
            return reader.read(record.line(), record.text(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            return List.of(new BadLine(record.line(), "not UTF-8"));
        }
    }
}
