package dev.souk.launcher.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.catalog.imports.ImportFormat;
import dev.souk.catalog.imports.ImportParser;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import dev.souk.money.Money;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailCatalogTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    @TempDir
    private Path folder;

    @Test
    void aCodeHasItsMostFrequentPositivePrice() throws IOException {
        assertThat(prices("""
                1,A1,MUG,1,2010-12-01 08:00:00,2.55,1,UK
                2,A1,MUG,1,2010-12-02 08:00:00,3.00,1,UK
                3,A1,MUG,1,2010-12-03 08:00:00,2.55,1,UK
                4,A1,MUG,1,2010-12-04 08:00:00,0.0,1,UK
                5,A1,MUG,1,2010-12-05 08:00:00,0.0,1,UK
                6,A1,MUG,1,2010-12-05 08:00:00,0,1,UK
                """)).containsExactly(255L);
    }

    @Test
    void ofEquallyFrequentPricesTheLatestCountsWhereverItStands() throws IOException {
        assertThat(prices("""
                1,A1,MUG,1,2010-12-09 08:00:00,2.55,1,UK
                2,A1,MUG,1,2010-12-02 08:00:00,3.00,1,UK
                """)).containsExactly(255L);
        assertThat(prices("""
                1,A1,MUG,1,2010-12-02 08:00:00,2.55,1,UK
                2,A1,MUG,1,2010-12-02 08:00:00,3.00,1,UK
                """)).containsExactly(300L);
        assertThat(prices("""
                1,A1,MUG,1,12/11/2010 8:05,2.55,1,UK
                2,A1,MUG,1,12/9/2010 18:05,3.00,1,UK
                """)).containsExactly(255L);
        assertThat(prices("""
                1,A1,MUG,1,some day,2.55,1,UK
                2,A1,MUG,1,another day,3.00,1,UK
                """)).containsExactly(300L);
    }

    @Test
    void pricesWrittenOtherwiseAreOnePrice() throws IOException {
        assertThat(prices("""
                1,A1,MUG,1,2010-12-01 08:00:00,2.5,1,UK
                2,A1,MUG,1,2010-12-02 08:00:00,2.50,1,UK
                3,A1,MUG,1,2010-12-03 08:00:00,3,1,UK
                """)).containsExactly(250L);
    }

    @Test
    void aCodeIsNamedByItsLatestDescriptionElseByItself() throws IOException {
        RetailCatalog catalog = read("""
                1,A1,MUG,1,2010-12-01 08:00:00,2.55,1,UK
                2,A1,  BIG   MUG ,1,2010-12-02 08:00:00,2.55,1,UK
                3,A1,,1,2010-12-03 08:00:00,2.55,1,UK
                4,A1,EARLY MUG,1,2010-11-01 08:00:00,2.55,1,UK
                5,A2,,1,2010-12-03 08:00:00,1,,UK
                """);

        assertThat(catalog.products()).extracting(RetailProduct::name).containsExactly("BIG MUG", "A2");
    }

    @Test
    void codesThatAreNoGoodsAreProductsToo() throws IOException {
        RetailCatalog catalog = read("""
                1,POST,POSTAGE,1,2010-12-01 08:00:00,18,1,UK
                2,DOT,DOTCOM POSTAGE,1,2010-12-01 08:00:00,569.77,,UK
                3,M,Manual,1,2010-12-01 08:00:00,1.25,1,UK
                A4,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,UK
                5,BANK CHARGES,Bank Charges,1,2010-12-01 08:00:00,15,1,UK
                """);

        assertThat(catalog.products())
                .extracting(RetailProduct::sku)
                .containsExactly("POST", "DOT", "M", "B", "BANK CHARGES");
        assertThat(catalog.products()).extracting(RetailProduct::category).containsOnly("services");
        assertThat(catalog.products().get(3).price()).isEqualTo(new Money(1_106_206, "GBP"));
    }

    @Test
    void codesDifferByCase() throws IOException {
        assertThat(prices("""
                1,85123A,HOLDER,1,2010-12-01 08:00:00,2.55,1,UK
                2,85123a,HOLDER,1,2010-12-01 08:00:00,3.55,1,UK
                """)).containsExactly(255L, 355L);
    }

    @Test
    void whatCannotBeUsedIsReportedLineByLine() throws IOException {
        RetailCatalog catalog = read("""
                1,A1,MUG,1,2010-12-01 08:00:00,0.0,1,UK
                A2,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,UK
                3,A3,PADS,1,2010-12-01 08:00:00,0.001,1,UK
                4,,MUG,1,2010-12-01 08:00:00,1,1,UK
                ,A5,MUG,1,2010-12-01 08:00:00,1,1,UK
                6,A6,MUG,some,2010-12-01 08:00:00,1,1,UK
                7,A7,MUG,1,2010-12-01 08:00:00,cheap,1,UK
                8,A8,MUG,1,2010-12-01 08:00:00,10000000.01,1,UK
                9,A9/1,MUG,1,2010-12-01 08:00:00,1,1,UK
                10,A3,"PADS" x,1,2010-12-01 08:00:00,1,1,UK
                11,A1,MUG,1,2010-12-01 08:00:00,1,1,UK
                12,A12
                """);

        assertThat(catalog.products()).extracting(RetailProduct::sku).containsExactly("A1");
        assertThat(catalog.skipped())
                .containsExactly(
                        new SkippedLine(2, "price 0.0 is not positive"),
                        new SkippedLine(3, "price -11062.06 is not positive: no line prices B, it is no product"),
                        new SkippedLine(
                                4, "price 0.001 has a fraction of a penny: no line prices A3, it is no product"),
                        new SkippedLine(5, "stock code '' must be 1 to 64 characters"),
                        new SkippedLine(6, "no invoice number"),
                        new SkippedLine(7, "quantity 'some' is no whole number"),
                        new SkippedLine(8, "price 'cheap' is no number"),
                        new SkippedLine(9, "price 10000000.01 is above the limit: no line prices A8, it is no product"),
                        new SkippedLine(10, "stock code 'A9/1' must be printable ASCII without a slash"),
                        new SkippedLine(11, "characters behind a closing quote"),
                        new SkippedLine(13, "quantity '' is no whole number"));
    }

    @Test
    void quotesAndOtherCharacterSetsAreRead() throws IOException {
        String row = "1,A1,\"SET OF 4, \"\"CAF\u00C9\"\" \u00A3 PLATES\",1,2010-12-01 08:00:00,2.55,,UK\r\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            Path file = Files.write(folder.resolve("retail.csv"), (HEADER + row).getBytes(charset));

            assertThat(RetailCatalog.read(file).products())
                    .as(charset.name())
                    .extracting(RetailProduct::name)
                    .containsExactly("SET OF 4, \"CAF\u00C9\" \u00A3 PLATES");
        }
    }

    @Test
    void theNewerEditionHasOtherColumnNames() throws IOException {
        Path file = Files.writeString(folder.resolve("retail.csv"), """
                \uFEFFInvoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
                489434,85048,15CM CHRISTMAS GLASS BALL 20 LIGHTS,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
                """);

        assertThat(RetailCatalog.read(file).products())
                .containsExactly(new RetailProduct(
                        "85048", "15CM CHRISTMAS GLASS BALL 20 LIGHTS", "christmas", new Money(695, "GBP")));
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("retail.csv"), "StockCode,Title\nA1,MUG\n");

        assertThatThrownBy(() -> RetailCatalog.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the header lacks invoiceno");
    }

    @Test
    void aProductIsALineOfTheImport() {
        RetailProduct product = new RetailProduct("A1", "BIG \"MUG\"", "kitchen", new Money(255, "GBP"));
        ImportParser parser = new ImportParser(ImportFormat.NDJSON);
        parser.feed(product.importLine(40).getBytes(StandardCharsets.UTF_8));

        assertThat(parser.end()).singleElement().isInstanceOfSatisfying(ProductLine.class, line -> {
            assertThat(line.stock()).isEqualTo(40);
            assertThat(line.product().sku()).isEqualTo("A1");
            assertThat(line.product().content().name()).isEqualTo("BIG \"MUG\"");
            assertThat(line.product().content().price()).isEqualTo(new Money(255, "GBP"));
        });
    }

    private List<Long> prices(String rows) throws IOException {
        return read(rows).products().stream()
                .map(product -> product.price().amount())
                .toList();
    }

    private RetailCatalog read(String rows) throws IOException {
        return RetailCatalog.read(Files.writeString(folder.resolve("retail.csv"), HEADER + rows));
    }
}
