package dev.souk.launcher.retail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.imports.ImportFormat;
import dev.souk.catalog.imports.ImportParser;
import dev.souk.catalog.imports.ParsedLine;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Real rows; the figures were counted by a program that shares nothing with this one. */
class RealRetailTest {
    @Test
    void anExcerptGivesTheCatalogThatItImplies() throws IOException, URISyntaxException {
        RetailCatalog catalog = RetailCatalog.read(excerpt());

        assertThat(catalog.products()).hasSize(213);
        assertThat(catalog.skipped()).hasSize(8);
        assertThat(catalog.products().stream()
                        .mapToLong(product -> product.price().amount())
                        .sum())
                .isEqualTo(87_231);
    }

    @Test
    void anExcerptGivesItsSales() throws IOException, URISyntaxException {
        RetailInvoices invoices = RetailInvoices.read(excerpt());

        assertThat(invoices.invoices()).hasSize(9);
        assertThat(invoices.skipped()).hasSize(22);
        List<RetailInvoice.Line> lines = invoices.invoices().stream()
                .flatMap(invoice -> invoice.lines().stream())
                .toList();
        assertThat(lines).hasSize(229);
        assertThat(lines.stream().mapToLong(RetailInvoice.Line::quantity).sum()).isEqualTo(987);
    }

    @Test
    void theSampleCatalogCanBeImportedWhole() throws IOException {
        ImportParser parser = new ImportParser(ImportFormat.NDJSON);
        List<ParsedLine> lines;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/sample/catalog.ndjson"))) {
            lines = new ArrayList<>(parser.feed(in.readAllBytes()));
        }
        lines.addAll(parser.end());

        assertThat(lines)
                .hasSize(360)
                .allSatisfy(line -> assertThat(line).isInstanceOfSatisfying(ProductLine.class, product -> {
                    // Enough for the whole file of sales to be replayed.
                    assertThat(product.stock()).isEqualTo(100_000L);
                    assertThat(product.product().content().price().amount()).isPositive();
                    assertThat(product.product().content().category()).isNotEmpty();
                }));
        assertThat(lines)
                .extracting(line -> ((ProductLine) line).product().sku())
                .doesNotHaveDuplicates();
    }

    private static Path excerpt() throws URISyntaxException {
        URL resource = RealRetailTest.class.getResource("/retail/online-retail-excerpt.csv");
        return Path.of(Objects.requireNonNull(resource).toURI());
    }
}
