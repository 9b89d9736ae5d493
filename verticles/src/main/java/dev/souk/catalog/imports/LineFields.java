package dev.souk.catalog.imports;

import dev.souk.catalog.ProductRules;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.ProductContent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Collects what is wrong with the fields of one line, so that a bad line names all its defects at once. */
final class LineFields {
    /** Units that a line may open a SKU's stock with. */
    static final long MAX_STOCK = 1_000_000_000L;

    private final long line;
    private final UnaryOperator<String> names;
    private final Map<String, String> defects = new LinkedHashMap<>();

    /** @param names the format's name of each field of {@link ProductContent} */
    LineFields(long line, UnaryOperator<String> names) {
        this.line = line;
        this.names = names;
    }

    /** A field that could not be read; its limits are not checked after that. */
    void defect(String field, String message) {
        defects.putIfAbsent(field, message);
    }

    /** Checks the limits of what could be read. */
    ParsedLine product(String sku, ProductContent content, long stock) {
        if (stock < 0 || stock > MAX_STOCK) {
            defect("stock", "must be 0 to " + MAX_STOCK);
        }
        ProductRules.violations(sku, content)
                .forEach(violation -> limit(names.apply(violation.field()), violation.message()));
        return defects.isEmpty()
                ? new ProductLine(line, new ImportedProduct(sku, content), stock)
                : new BadLine(line, text());
    }

    private void limit(String field, String message) {
        String whole = field.split("\\.", 2)[0];
        if (!defects.containsKey(whole)) {
            defect(field, message);
        }
    }

    private String text() {
        return defects.entrySet().stream()
                .map(defect -> defect.getKey() + " " + defect.getValue())
                .collect(Collectors.joining("; "));
    }
}
