package dev.souk.catalog.imports;

import java.util.Locale;
import java.util.Optional;

/** The format of an import. */
public enum ImportFormat {
    /** One JSON object a line: {@code sku, name, description, category, price: {amount, currency}, stock}. */
    NDJSON,
    /**
     * RFC 4180 with a header that names the columns, of {@code sku,name,price,currency,category,description,stock}; the
     * separator may also be a semicolon or a tab.
     */
    CSV;

    /** @param contentType value of the header, parameters and all */
    public static Optional<ImportFormat> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines" ->
                Optional.of(NDJSON);
            case "text/csv", "application/csv" -> Optional.of(CSV);
            default -> Optional.empty();
        };
    }
}
