package dev.souk.catalog.imports;

import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;

/** The content of a line of an import. */
public sealed interface ParsedLine {
    /** @return its number; the first is 1 */
    long line();

    /** @param stock units of an opening receipt; 0: none */
    record ProductLine(long line, ImportedProduct product, long stock) implements ParsedLine {}

    /** @param message the content that was passed over although the line is good, in words */
    record Notice(long line, String message) implements ParsedLine {}

    /** @param message the fault of the line, in words */
    record BadLine(long line, String message) implements ParsedLine {}
}
