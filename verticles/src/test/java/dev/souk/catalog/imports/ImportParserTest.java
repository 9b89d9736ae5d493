package dev.souk.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.imports.ParsedLine.Notice;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportParserTest {
    private static final String GOOD = "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}";
    private static final String HEADER = "sku,name,price,currency,category,description,stock\n";

    @Test
    void ndjsonIsThePutBodyWithSkuAndStock() {
        assertThat(ndjson("""
                {"sku": "85123A", "name": "Holder", "description": "White", "category": "home",
                 "price": {"amount": 255, "currency": "GBP"}, "stock": 7}""".replace("\n", "")))
                .containsExactly(line(1, "85123A", "Holder", "White", "home", 255, "GBP", 7));
    }

    @Test
    void ndjsonMayLeaveOutWhatIsEmptyAndHoldMoreThanIsKnown() {
        assertThat(ndjson("{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":0,\"currency\":\"JPY\"},\"version\":3}"))
                .containsExactly(line(1, "a", "A", "", "", 0, "JPY", 0));
    }

    @Test
    void badNdjsonLinesAreReportedAndTheGoodOnesGoOn() {
        List<ParsedLine> lines = ndjson("""
                {"sku":"a","name":"A","price":{"amount":1,"currency":"GBP"}}
                {"sku":"a"
                [1]

                {"sku":"a/b","price":{"amount":1.5,"currency":"GBP"},"stock":-1}
                {"sku":1,"name":"A","price":2}
                {"sku":"a","name":"A","price":{"amount":1,"currency":"GBP"}} {"sku":"b"}
                {"sku":"b","name":"B","price":{"amount":1,"currency":"GBP"}}
                """);

        assertThat(lines).extracting(ParsedLine::line).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L);
        assertThat(messages(lines).getFirst()).startsWith("not JSON: ");
        assertThat(messages(lines).subList(1, 4))
                .containsExactly(
                        "not a JSON object",
                        "name is missing; price.amount must be a whole number; stock must be 0 to 1000000000; "
                                + "sku must be printable ASCII without a slash",
                        "sku must be a string; price must be an object of amount and currency");
        assertThat(messages(lines).get(4)).startsWith("not JSON: ");
    }

    @Test
    void csvColumnsStandInAnyOrderWhenAHeaderNamesThem() {
        assertThat(csv("Currency, PRICE ,colour,sku,name\nGBP,2.55,red,a,A\n"))
                .containsExactly(
                        new Notice(1, "the column \"colour\" is not known and was not read"),
                        line(2, "a", "A", "", "", 255, "GBP", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,code,price,currency\nMug,C-1,9.99,GBP\n",
                "name;code;price;currency\nMug;C-1;9.99;GBP\n",
                "name\tcode\tprice\tcurrency\nMug\tC-1\t9.99\tGBP\n",
                "sep=,\nname,code,price,currency\nMug,C-1,9.99,GBP\n",
                "sep=;\r\nname;code;price;currency\r\nMug;C-1;9.99;GBP\r\n",
                "# from the till\nsku,name,price,currency\nC-1,Mug,9.99,GBP\n",
                "C-1,Mug,9.99,GBP\n",
                "sku|name|price|currency\nC-1|Mug|9.99|GBP\n"
            })
    void csvWithoutAUsableHeaderIsNeverTakenForData(String text) {
        List<ParsedLine> lines = csv(text);

        assertThat(lines).isNotEmpty().allMatch(BadLine.class::isInstance);
        assertThat(messages(lines).getFirst())
                .startsWith("the header lacks the column")
                .contains("sku");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku;name;price;currency\nC-1;\"Mug; two\nlines\";9.99;GBP\n",
                "sku\tname\tprice\tcurrency\nC-1\t\"Mug; two\nlines\"\t9.99\tGBP\n",
                "sku,name,price,currency\nC-1,\"Mug; two\nlines\",9.99,GBP\n"
            })
    void theHeaderShowsTheSeparatorOfQuotedFieldsToo(String text) {
        assertThat(csv(text.replace("two\nlines", "two lines")))
                .containsExactly(line(2, "C-1", "Mug; two lines", "", "", 999, "GBP", 0));
        assertThat(csv(text)).as("a name holds no line end").hasSize(1).allMatch(BadLine.class::isInstance);
    }

    @Test
    void csvFieldsMayHoldQuotesCommasAndLineEnds() {
        assertThat(csv("\uFEFF" + HEADER
                        + "a,\"6\"\" plate, \"\"white\"\"\",2.55,GBP,\"home, sweet\",\"two\r\nlines\",\r\n"
                        + "b,B \"bold\",1,GBP,,,\r\n"))
                .containsExactly(
                        line(2, "a", "6\" plate, \"white\"", "two\r\nlines", "home, sweet", 255, "GBP", 0),
                        line(4, "b", "B \"bold\"", "", "", 100, "GBP", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2.55, GBP, 255",
        "2.5, GBP, 250",
        "2.550, GBP, 255",
        "0.07, GBP, 7",
        "100, JPY, 100",
        "100.0, JPY, 100",
        "1.234, KWD, 1234",
        "10000000, GBP, 1000000000"
    })
    void decimalPricesBecomeMinorUnitsOfTheirCurrency(String price, String currency, long amount) {
        assertThat(csv(HEADER + "a,A," + price + "," + currency + ",,,"))
                .containsExactly(line(2, "a", "A", "", "", amount, currency, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2.555, GBP, price has more than the 2 decimals of its currency",
        "0.5, JPY, price has more than the 0 decimals of its currency",
        "-1, GBP, price must be a decimal number such as 2.55",
        "1e3, GBP, price must be a decimal number such as 2.55",
        "£2, GBP, price must be a decimal number such as 2.55",
        "'', GBP, price must be a decimal number such as 2.55",
        "10000000.01, GBP, price must be 0 to 1000000000 minor units",
        "1, gbp, currency must be a current ISO 4217 code of three capital letters"
    })
    void badPricesAreNeverRounded(String price, String currency, String message) {
        assertThat(csv(HEADER + "a,A," + price + "," + currency + ",,,")).containsExactly(new BadLine(2, message));
    }

    @Test
    void badCsvLinesAreReportedAndTheGoodOnesGoOn() {
        List<ParsedLine> lines = csv(HEADER + """
                a,A,1,GBP,,,
                "b" x,B,1,GBP,,,
                c,"C,1,GBP,,,
                d,D,1,GBP,,,5
                e,E,1,GBP,,,many
                f,F,1,GBP,,,1,surplus
                g
                h,H,1,GBP,,,1,
                """);

        assertThat(lines).extracting(ParsedLine::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(messages(lines))
                .containsExactly(
                        "characters behind a closing quote",
                        "a quoted field is never closed",
                        "stock must be a whole number of units",
                        "8 fields for 7 columns",
                        "price must be a decimal number such as 2.55; name must not be empty; "
                                + "currency must be a current ISO 4217 code of three capital letters");
    }

    @Test
    void aHeaderThatLacksAColumnIsReportedAndNothingIsTaken() {
        assertThat(csv("sku,title,price\na,A,1\n"))
                .containsExactly(
                        new BadLine(1, "the header lacks the columns name, currency"),
                        new BadLine(2, "the header is not usable"));
    }

    @Test
    void csvColumnsThatAreNotKnownAreReportedOnceAndTheLinesAreTaken() {
        List<ParsedLine> lines = csv("sku,name,price,currency,stok\nS-1,Mug,9.99,GBP,7\nS-2,Cup,1,GBP,8\n");

        assertThat(lines)
                .containsExactly(
                        new Notice(1, "the column \"stok\" is not known and was not read"),
                        line(2, "S-1", "Mug", "", "", 999, "GBP", 0),
                        line(3, "S-2", "Cup", "", "", 100, "GBP", 0));
    }

    @Test
    void ndjsonMembersThatAreNotKnownAreReportedOnceAndTheLinesAreTaken() {
        List<ParsedLine> lines = ndjson("""
                {"sku":"a","name":"A","price":{"amount":1,"currency":"GBP","tax":2},"stok":7}
                {"sku":"b","name":"B","price":{"amount":1,"currency":"GBP","tax":2},"stok":7,"updatedAt":"now"}
                """);

        assertThat(lines)
                .containsExactly(
                        new Notice(1, "the member \"stok\" is not known and was not read"),
                        new Notice(1, "the member \"price.tax\" is not known and was not read"),
                        line(1, "a", "A", "", "", 1, "GBP", 0),
                        line(2, "b", "B", "", "", 1, "GBP", 0));
    }

    @Test
    void noMoreUnknownNamesAreReportedThanAPersonReads() {
        StringBuilder line = new StringBuilder(GOOD.substring(0, GOOD.length() - 1));
        for (int i = 0; i <= UnknownNames.MOST; i++) {
            line.append(",\"x").append(i).append("\":1");
        }

        assertThat(ndjson(line.append('}').toString())).hasSize(UnknownNames.MOST + 1);
    }

    /** A line of an import may not hold anything that the strict reader refuses in the body of a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/* c */{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}} // c",
                "{\"sku\":\"a\",\"name\":\"A\",\"name\":\"B\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"amount\":900,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":99.99999999999999999,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1E-400,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1e400,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"},\"stock\":0.9999999999999}",
                "{\"sku\":\"a\",\"name\":\"\\ud800\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"description\":\"\\u0000\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\".\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\"..\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}",
                "{\"sku\":\"a\",\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"DEM\"}}"
            })
    void ndjsonIsReadAsStrictlyAsABody(String text) {
        assertThat(ndjson(text)).hasSize(1).allMatch(BadLine.class::isInstance);
        assertThat(messages(ndjson(text)).getFirst())
                .as("in Souk's words")
                .doesNotContain("com.fasterxml", "JsonParser", "source:", "Feature");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void skusThatNoPathReachesAreRefused(String sku) {
        assertThat(messages(csv(HEADER + sku + ",A,1,GBP,,,\n")).getFirst())
                .isEqualTo("sku must not be a dot or two, which a path leaves out (RFC 3986, 5.2.4)");
    }

    @Test
    void lengthsAreCodePoints() {
        String emoji = "\uD83D\uDE00";
        String longest = emoji.repeat(200) + ",1,GBP," + emoji.repeat(100) + "," + emoji.repeat(4_000);
        assertThat(csv(HEADER + "a," + longest + ",\n")).hasSize(1).allMatch(ProductLine.class::isInstance);
        assertThat(messages(csv(HEADER + "a," + emoji.repeat(201) + ",1,GBP,,,\n")))
                .containsExactly("name must be at most 200 characters");
    }

    @Test
    void bytesThatAreNotUtf8AndLinesWithoutEndAreReported() {
        byte[] latin = (HEADER + "a,Caf\u00E9,1,GBP,,,\nb,B,1,GBP,,,\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parse(ImportFormat.CSV, latin))
                .containsExactly(new BadLine(2, "not UTF-8"), line(3, "b", "B", "", "", 100, "GBP", 0));

        String endless = "x".repeat(ImportParser.MAX_LINE + 1);
        assertThat(ndjson(endless + "\n" + endless))
                .containsExactly(new BadLine(1, "longer than 65536 bytes"), new BadLine(2, "longer than 65536 bytes"));
    }

    @Test
    void theFormatFollowsFromTheContentType() {
        assertThat(ImportFormat.ofContentType("text/csv; charset=utf-8")).contains(ImportFormat.CSV);
        assertThat(ImportFormat.ofContentType("application/x-ndjson")).contains(ImportFormat.NDJSON);
        assertThat(ImportFormat.ofContentType("application/json")).isEmpty();
    }

    private static List<ParsedLine> ndjson(String text) {
        return parse(ImportFormat.NDJSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<ParsedLine> csv(String text) {
        return parse(ImportFormat.CSV, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<ParsedLine> parse(ImportFormat format, byte[] bytes) {
        ImportParser parser = new ImportParser(format);
        List<ParsedLine> lines = new ArrayList<>(parser.feed(bytes));
        lines.addAll(parser.end());
        return lines;
    }

    private static List<String> messages(List<ParsedLine> lines) {
        return lines.stream()
                .filter(BadLine.class::isInstance)
                .map(bad -> ((BadLine) bad).message())
                .toList();
    }

    private static ProductLine line(
            long line,
            String sku,
            String name,
            String description,
            String category,
            long amount,
            String currency,
            long stock) {
        ProductContent content = new ProductContent(name, description, category, new Money(amount, currency));
        return new ProductLine(line, new ImportedProduct(sku, content), stock);
    }
}
