package dev.souk.catalog.imports;

import java.util.List;

/** Reads the records of one format, in their order. */
sealed interface LineReader permits NdjsonReader, CsvReader {
    /**
     * @param line number of the line that the record begins on
     * @param text of the record, not blank
     * @return the lines that it holds; a usable header holds none
     */
    List<ParsedLine> read(long line, String text);
}
