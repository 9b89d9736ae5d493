package dev.souk.launcher.cli;

import static dev.souk.launcher.FakeShop.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.launcher.FakeShop;
import dev.souk.launcher.FakeShop.Seen;
import dev.souk.launcher.cli.terminal.ProgressBar;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopCommandsTest {
    private static final String RETAIL = """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
            536365,71053,WHITE LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
            536366,71053,WHITE LANTERN,1,2010-12-01 08:28:00,3.39,,United Kingdom
            C536367,71053,WHITE LANTERN,-1,2010-12-01 08:30:00,3.39,17850.0,United Kingdom
            536368,GIFT,,5,2010-12-01 08:34:00,0.0,,United Kingdom
            """;

    private FakeShop shop;

    @TempDir
    private Path folder;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void open() throws Exception {
        shop = new FakeShop();
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private Result souk(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", shop.uri().toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = SoukCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Result(exit, out.toString(), err.toString());
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Seen imported() {
        List<Seen> imports = shop.seen("POST", "/v1/products/import");
        assertThat(imports).hasSize(1);
        return imports.getFirst();
    }

    @Test
    void tokenPrintsTheTokenAndNothingElse() {
        assertThat(souk("token", "--sub", "alice", "--role", "customer,merchant"))
                .isEqualTo(new Result(0, "for-alice" + System.lineSeparator(), ""));
        assertThat(new JsonObject(shop.seen("POST", "/dev/tokens").getFirst().body()).getJsonArray("roles"))
                .isEqualTo(JsonArray.of("customer", "merchant"));
    }

    @Test
    void importSendsAFileOfTheShopsOwnFormatAsItIs() throws Exception {
        String csv = "sku,name,price,currency\nA,Apple,1.00,GBP\nB,,x,GBP\n";
        shop.reports(new JsonObject("""
                {"created": 1, "updated": 0, "unchanged": 0, "stocked": 0, "skipped": 1,
                 "errors": [{"line": 3, "message": "name is missing"}], "errorsLeftOut": 0}"""));

        Result result = souk("import", file("fruit.csv", csv));

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("line 3 skipped: name is missing", "1 products created", "1 lines skipped");
        assertThat(imported().contentType()).isEqualTo("text/csv");
        assertThat(imported().body()).isEqualTo(csv);
        assertThat(imported().authorization()).isEqualTo("Bearer for-souk-import");
    }

    @Test
    void importGivesStockToLinesThatNameNone() throws Exception {
        String csv = "sku,name,price,currency,stock\nA,Apple,1.00,GBP,7\nB,Bread,2.00,GBP,\nC,Cake,0.005,GBP,1\n";

        Result result = souk("import", file("fruit.csv", csv), "--stock", "100", "--token", "mine");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("line 4 skipped: price has more than the 2 decimals");
        List<JsonNode> lines = imported()
                .body()
                .lines()
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
        assertThat(lines).extracting(line -> line.path("sku").asText()).containsExactly("A", "B");
        assertThat(lines).extracting(line -> line.path("stock").asLong()).containsExactly(7L, 100L);
        assertThat(lines.getFirst().path("price").path("amount").asLong()).isEqualTo(100);
        assertThat(imported().contentType()).isEqualTo("application/x-ndjson");
        assertThat(imported().authorization()).isEqualTo("Bearer mine");
    }

    @Test
    void importMakesACatalogOfInvoices() throws Exception {
        Result result = souk("import", file("retail.csv", RETAIL), "--format", "online-retail", "--stock", "50");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("line 6 skipped: price 0.0 is not positive");
        List<JsonNode> lines = imported()
                .body()
                .lines()
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
        assertThat(lines).extracting(line -> line.path("sku").asText()).containsExactly("85123A", "71053");
        assertThat(lines.getFirst().path("price").path("amount").asLong()).isEqualTo(255);
        assertThat(lines.getFirst().path("stock").asLong()).isEqualTo(50);
    }

    @Test
    void importEndsWithOneWhenNothingCouldBeUsedAndSaysWhy() throws Exception {
        shop.reports(new JsonObject("""
                {"created": 0, "updated": 0, "unchanged": 0, "stocked": 0, "skipped": 2, "errors": [
                   {"line": 1, "message": "the header lacks the column sku"},
                   {"line": 2, "message": "the header is not usable"}], "errorsLeftOut": 0, "notices": []}"""));
        String csv = "name,code,price,currency\nMug,C-1,9.99,GBP\n";

        for (Result result : List.of(
                souk("import", file("fruit.csv", csv)), souk("import", file("fruit.csv", csv), "--stock", "5"))) {
            assertThat(result.exit()).isEqualTo(ExitCode.FALSE);
            assertThat(result.out()).contains("line 1 skipped: the header lacks the column sku");
            assertThat(result.err()).startsWith("souk: nothing in ").hasLineCount(1);
        }
        assertThat(shop.seen("POST", "/v1/products/import"))
                .extracting(Seen::body)
                .as("what was read here is not sent")
                .containsExactly(csv, "");
    }

    @Test
    void importTellsWhatWasNotRead() throws Exception {
        shop.reports(new JsonObject("""
                {"created": 1, "updated": 0, "unchanged": 0, "stocked": 0, "skipped": 0, "errors": [],
                 "errorsLeftOut": 0, "notices": [{"line": 1, "message": "the column \\"stok\\" is not known"}]}"""));
        String csv = "sku,name,price,currency,stok\nS-1,Mug,9.99,GBP,7\n";

        Result there = souk("import", file("fruit.csv", csv));
        assertThat(there.exit()).isZero();
        assertThat(there.out()).contains("line 1: the column \"stok\" is not known");

        shop.reports(new JsonObject().put("created", 1));
        Result here = souk("import", file("fruit.csv", csv), "--stock", "5");
        assertThat(here.exit()).isZero();
        assertThat(here.out()).contains("line 1: the column \"stok\" is not known and was not read");
    }

    @Test
    void importSaysWhatItCannotRead() throws Exception {
        for (Result wrong : List.of(
                souk("import", folder.resolve("nowhere.csv").toString()),
                souk("import", file("fruit.txt", "")),
                souk("import", file("fruit.csv", ""), "--format", "excel"),
                souk("import", file("fruit.csv", ""), "--stock", "0"),
                souk("import", file("other.csv", "InvoiceNo,StockCode\n1,2\n"), "--format", "online-retail"))) {
            assertThat(wrong.exit()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
            assertThat(wrong.err()).startsWith("souk: ").hasLineCount(1);
        }
        assertThat(shop.seen("POST", "/v1/products/import")).isEmpty();
    }

    @Test
    void replayOrdersEverySaleAndPrintsOneJsonObject() throws Exception {
        shop.answersOrders(201, order("CONFIRMED"));

        Result result = souk("replay", file("retail.csv", RETAIL), "--format", "online-retail", "--json");

        assertThat(result.exit()).isZero();
        JsonNode figures = Json.read(result.out(), JsonNode.class);
        assertThat(figures.path("invoices").asLong()).isEqualTo(2);
        assertThat(figures.path("confirmed").asLong()).isEqualTo(2);
        assertThat(shop.seen("POST", "/v1/orders"))
                .extracting(Seen::key, Seen::authorization)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("replay-536365", "Bearer for-customer-17850"),
                        org.assertj.core.groups.Tuple.tuple("replay-536366", "Bearer for-guest"));
    }

    @Test
    void replayEndsWithOneWhenAnOrderIsAnError() throws Exception {
        shop.answersOrders(400, new JsonObject().put("detail", "no"));

        Result result = souk("replay", file("retail.csv", RETAIL), "--concurrency", "1");

        assertThat(result.exit()).isEqualTo(ExitCode.FALSE);
        assertThat(result.err()).contains("souk: invoice 536365: HTTP 400: no");
        assertThat(result.out()).containsPattern("errors +2");
    }

    @Test
    void replayOfAllForOneTokenAsksForNoOther() throws Exception {
        shop.answersOrders(201, order("CONFIRMED"));

        assertThat(souk("replay", file("retail.csv", RETAIL), "--token", "mine", "--rate", "1000")
                        .exit())
                .isZero();
        assertThat(shop.seen("POST", "/dev/tokens")).isEmpty();
    }

    @Test
    void replayFindsOutAtOnceThatNobodyIsThere() throws Exception {
        String file = file("retail.csv", RETAIL);
        shop.close();

        Result result = souk("replay", file);

        assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(result.err()).contains("does not answer").hasLineCount(1);
        shop = new FakeShop();
    }

    @Test
    void theProgressBarShowsHowMuchIsDone() {
        assertThat(ProgressBar.text(50, 200, "lines")).isEqualTo("[#######.......................] 25% of 200 lines");
        assertThat(ProgressBar.text(7, 0, "lines")).isEqualTo("7 lines");
    }
}
