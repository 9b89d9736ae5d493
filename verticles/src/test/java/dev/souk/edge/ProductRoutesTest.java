package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.Deleted;
import dev.souk.catalog.message.CatalogEndpoints.InvalidProduct;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.NoSuchProduct;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.catalog.message.CatalogEndpoints.VersionMismatch;
import dev.souk.catalog.message.CatalogEndpoints.Violation;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductRoutesTest {
    private static final String CONTENT = """
            {"name": "Lantern", "description": "Glows.", "category": "garden", "price": {"amount": 255, "currency": "GBP"}}
            """;

    private final EdgeServer edge = EdgeServer.shared();

    @BeforeEach
    void everythingIsForSale() {
        edge.features.answer(
                CatalogEndpoints.PRODUCTS,
                asked ->
                        new Products(asked.skus().stream().map(Samples::product).toList()));
    }

    @Test
    void readsAProductWithItsVersionAsEntityTag() {
        HttpResponse<Buffer> response = edge.get("/v1/products/85123A").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"3\"");
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(response.bodyAsJsonObject()).isEqualTo(new JsonObject("""
                {"sku": "85123A", "name": "Lantern \\"red\\"", "description": "Glows.\\n", "category": "garden",
                 "price": {"amount": 255, "currency": "GBP"}, "version": 3, "updatedAt": "2026-05-04T12:00:00.123456Z"}
                """));
    }

    @Test
    void saysHowOldAnAnswerIsThatIsOlderThanItShouldBe() {
        assertThat(edge.get("/v1/products/85123A").send().getHeader("age")).isNull();
        edge.features.answer(
                CatalogEndpoints.PRODUCTS,
                asked -> new Products(
                        asked.skus().stream().map(Samples::product).toList(), asked.staleWillDo() ? 42L : null));
        edge.features.answer(CatalogEndpoints.LIST, asked -> new ProductPage(List.of(), null).aged(7L));

        assertThat(edge.get("/v1/products/85123A").send().getHeader("age")).isEqualTo("42");
        assertThat(edge.get("/v1/products/85123A")
                        .header("If-None-Match", "\"3\"")
                        .send()
                        .getHeader("age"))
                .isEqualTo("42");
        assertThat(edge.get("/v1/products").send().getHeader("age")).isEqualTo("7");
    }

    /** A SKU as it goes over the wire, and the SKU that is meant. */
    static Stream<Arguments> encodedSkus() {
        return Stream.of(
                Arguments.of("a%20b", "a b"),
                Arguments.of("A+B", "A+B"),
                Arguments.of("A%2BB", "A+B"),
                Arguments.of("50%25", "50%"),
                Arguments.of("a%23b", "a#b"),
                Arguments.of("a%3Fb", "a?b"),
                Arguments.of("~!@$&'()*,;=:", "~!@$&'()*,;=:"),
                Arguments.of("%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D", "\"<>\\^`{|}[]"),
                Arguments.of("85123a", "85123a"),
                Arguments.of("a.b..c", "a.b..c"));
    }

    @ParameterizedTest
    @MethodSource("encodedSkus")
    void readsSkusFromPathsAsTheyArePercentEncoded(String encoded, String sku) {
        HttpResponse<Buffer> response = edge.get("/v1/products/" + encoded).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(edge.features.lastAsked(ProductsBySku.class).skus()).containsExactly(sku);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20a", "a%20", "a%2Fb", "caf%C3%A9", "a%00b", "a%0A", "%7F"})
    void refusesWhatCanBeNoSku(String encoded) {
        HttpResponse<Buffer> response = edge.get("/v1/products/" + encoded).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_request");
        assertThat(response.bodyAsJsonObject()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("sku");
    }

    @Test
    void refusesASkuThatIsTooLong() {
        assertThat(edge.get("/v1/products/" + "x".repeat(64)).send().statusCode())
                .isEqualTo(200);
        assertThat(edge.get("/v1/products/" + "x".repeat(65)).send().statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesAPathThatCannotBeDecoded() {
        HttpResponse<Buffer> response = edge.get("/v1/products/a%zz").send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("malformed_request");
    }

    @Test
    void saysWhatIsNotForSale() {
        edge.features.answer(CatalogEndpoints.PRODUCTS, asked -> new Products(List.of()));

        HttpResponse<Buffer> response = edge.get("/v1/products/gone").send();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("product_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "W/\"3\"", "*", "\"1\", \"3\"", "\"1\",W/\"3\""})
    void answersNotModifiedToWhoKnowsTheVersion(String known) {
        HttpResponse<Buffer> response =
                edge.get("/v1/products/x").header("If-None-Match", known).send();

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.getHeader("ETag")).isEqualTo("\"3\"");
        assertThat(response.body()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "3", "\"33\"", "W/\"2\""})
    void answersInFullToWhoKnowsAnotherVersion(String known) {
        assertThat(edge.get("/v1/products/x")
                        .header("If-None-Match", known)
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersAHeadWithTheHeadersAlone() {
        HttpResponse<Buffer> response =
                edge.request(HttpMethod.HEAD, "/v1/products/x").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"3\"");
        assertThat(response.body()).isNull();
    }

    @Test
    void listsPageByPage() {
        edge.features.answer(
                CatalogEndpoints.LIST,
                asked -> asked.after().isEmpty()
                        ? new ProductPage(List.of(Samples.product("a"), Samples.product("b+ %")), "b+ %")
                        : new ProductPage(List.of(Samples.product("c")), null));

        JsonObject first = edge.get("/v1/products?query=red%20lan&category=garden%20%26%20house&limit=2")
                .send()
                .bodyAsJsonObject();
        assertThat(edge.features.lastAsked(ListProducts.class))
                .isEqualTo(new ListProducts("red lan", "garden & house", 2, ""));
        assertThat(first.getJsonArray("items")).hasSize(2);

        JsonObject last = edge.get("/v1/products?cursor=" + first.getString("next"))
                .send()
                .bodyAsJsonObject();
        assertThat(edge.features.lastAsked(ListProducts.class)).isEqualTo(new ListProducts("", "", 20, "b+ %"));
        assertThat(last.containsKey("next")).isFalse();
    }

    @Test
    void readsAQueryOnce() {
        edge.features.answer(CatalogEndpoints.LIST, asked -> new ProductPage(List.of(), null));

        edge.get("/v1/products?query=50%2525+off").send();

        assertThat(edge.features.lastAsked(ListProducts.class).query()).isEqualTo("50%25 off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=101", "limit=x", "limit=1.5", "limit=99999999999999999999", "limit=1&limit=2"})
    void refusesLimitsThatNoPageHas(String limit) {
        HttpResponse<Buffer> response = edge.get("/v1/products?" + limit).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "%21%21", "Zm9v", "bzpm", ""})
    void refusesCursorsThatNoPageGave(String cursor) {
        HttpResponse<Buffer> response =
                edge.get("/v1/products?cursor=" + cursor).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_cursor");
    }

    @Test
    void createsAProduct() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new Stored(Samples.product(asked.sku(), 1), true));

        HttpResponse<Buffer> response = edge.put("/v1/products/a%2Bb")
                .as("mia", "merchant")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo("/v1/products/a%2Bb");
        assertThat(response.getHeader("ETag")).isEqualTo("\"1\"");
        PutProduct asked = edge.features.lastAsked(PutProduct.class);
        assertThat(asked.sku()).isEqualTo("a+b");
        assertThat(asked.ifMatch()).isNull();
        assertThat(asked.content()).isEqualTo(new ProductContent("Lantern", "Glows.", "garden", new Money(255, "GBP")));
        assertThat(asked.traceparent())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .doesNotContain("b7ad6b");
        assertThat(response.getHeader("traceparent")).isEqualTo(asked.traceparent());
    }

    @Test
    void replacesAProductOfTheVersionThatIsNamed() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new Stored(Samples.product(asked.sku(), 4), false));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "\"3\"")
                .json("{\"name\": \"N\", \"price\": {\"amount\": 0, \"currency\": \"GBP\"}}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Location")).isNull();
        PutProduct asked = edge.features.lastAsked(PutProduct.class);
        assertThat(asked.ifMatch()).isEqualTo(3);
        assertThat(asked.content()).isEqualTo(new ProductContent("N", "", "", new Money(0, "GBP")));
    }

    @Test
    void refusesToReplaceAnotherVersion() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new VersionMismatch(7));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "\"3\"")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("version_mismatch");
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"3\"", "3", "\"abc\"", "\"0\"", "\"03\"", "\"-1\""})
    void neverMatchesATagThatNoVersionHas(String tag) {
        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", tag)
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(edge.features.asked(PutProduct.class)).isEmpty();
    }

    @Test
    void replacesWhateverVersionExistsForAStar() {
        edge.features.answer(
                CatalogEndpoints.PUT,
                asked -> Long.valueOf(9).equals(asked.ifMatch())
                        ? new Stored(Samples.product(asked.sku(), 10), false)
                        : new VersionMismatch(9));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "*")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"10\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\", \"9\"", "\"9\",\"3\"", "W/\"1\", \"9\"", "\"3\",\"x\" , \"9\""})
    void replacesAnyOfTheVersionsThatAreNamed(String tags) {
        edge.features.answer(
                CatalogEndpoints.PUT,
                asked -> Long.valueOf(9).equals(asked.ifMatch())
                        ? new Stored(Samples.product(asked.sku(), 10), false)
                        : new VersionMismatch(9));

        assertThat(edge.put("/v1/products/x")
                        .as("mia", "merchant")
                        .header("If-Match", tags)
                        .json(CONTENT)
                        .statusCode())
                .isEqualTo(200);
        EdgeServer.Request twoLines = edge.put("/v1/products/x").as("mia", "merchant");
        twoLines.http().putHeader("If-Match", List.of("\"3\"", "\"9\""));
        assertThat(twoLines.json(CONTENT).statusCode()).isEqualTo(200);
    }

    @Test
    void replacesNoneButTheVersionsThatAreNamed() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new VersionMismatch(7));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "\"3\", \"9\"")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(edge.features.asked(PutProduct.class)).hasSize(1);
    }

    @Test
    void linesOfIfNoneMatchAreOneList() {
        EdgeServer.Request known = edge.get("/v1/products/x");
        known.http().putHeader("If-None-Match", List.of("\"1\"", "\"3\""));
        EdgeServer.Request unknown = edge.get("/v1/products/x");
        unknown.http().putHeader("If-None-Match", List.of("\"1\"", "\"2\""));

        assertThat(known.send().statusCode()).isEqualTo(304);
        assertThat(unknown.send().statusCode()).isEqualTo(200);
    }

    @Test
    void createsNothingForAStar() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new VersionMismatch(0));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "*")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.getHeader("ETag")).isNull();
    }

    @Test
    void onlyCreatesWhenNothingMayBeThere() {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new VersionMismatch(2));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("If-None-Match", "*")
                .json(CONTENT);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(edge.features.lastAsked(PutProduct.class).ifMatch()).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|name|is missing",
                "{\"name\": \"N\"}|price|is missing",
                "{\"name\": \"\", \"price\": {\"amount\": 1, \"currency\": \"GBP\"}}|name|must not be empty",
                "{\"name\": \"a\\u0000\", \"price\": {\"amount\": 1, \"currency\": \"GBP\"}}|name|has characters",
                "{\"name\": \"a\\n\", \"price\": {\"amount\": 1, \"currency\": \"GBP\"}}|name|has characters",
                "{\"name\": 5, \"price\": {\"amount\": 1, \"currency\": \"GBP\"}}|name|must be string",
                "{\"name\": \"N\", \"price\": {\"amount\": -1, \"currency\": \"GBP\"}}|price.amount|must be at least 0",
                "{\"name\": \"N\", \"price\": {\"amount\": 1000000001, \"currency\": \"GBP\"}}|price.amount|must be at most",
                "{\"name\": \"N\", \"price\": {\"amount\": 1.5, \"currency\": \"GBP\"}}|price.amount|must be integer",
                "{\"name\": \"N\", \"price\": {\"amount\": 1, \"currency\": \"gbp\"}}|price.currency|has characters",
                "{\"name\": \"N\", \"price\": {\"amount\": 1, \"currency\": \"GBP\"}, \"pric\": 1}|pric|is not known here"
            })
    void namesWhatBreaksTheContract(String body, String field, String message) {
        HttpResponse<Buffer> response =
                edge.put("/v1/products/x").as("mia", "merchant").json(body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject problem = response.bodyAsJsonObject();
        assertThat(problem.getString("code")).isEqualTo("invalid_request");
        assertThat(problem.getJsonArray("errors").stream().map(JsonObject.class::cast))
                .anySatisfy(error -> {
                    assertThat(error.getString("field")).isEqualTo(field);
                    assertThat(error.getString("message")).startsWith(message);
                });
    }

    @Test
    void namesWhatTheCatalogDoesNotTake() {
        edge.features.answer(
                CatalogEndpoints.PUT,
                asked -> new InvalidProduct(List.of(new Violation("price.currency", "must be an ISO 4217 code"))));

        HttpResponse<Buffer> response = edge.put("/v1/products/x")
                .as("mia", "merchant")
                .json("{\"name\": \"N\", \"price\": {\"amount\": 1, \"currency\": \"XQX\"}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getJsonArray("errors"))
                .containsExactly(JsonObject.of("field", "price.currency", "message", "must be an ISO 4217 code"));
    }

    @Test
    void takesAProductOffSale() {
        edge.features.answer(CatalogEndpoints.DELETE, asked -> new Deleted());

        HttpResponse<Buffer> response = edge.delete("/v1/products/a%20b")
                .as("mia", "merchant")
                .header("If-Match", "\"5\"")
                .send();

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isNull();
        DeleteProduct asked = edge.features.lastAsked(DeleteProduct.class);
        assertThat(asked.sku()).isEqualTo("a b");
        assertThat(asked.ifMatch()).isEqualTo(5);
    }

    @Test
    void cannotTakeOffSaleWhatIsNotForSale() {
        edge.features.answer(CatalogEndpoints.DELETE, asked -> new NoSuchProduct(asked.sku()));

        assertThat(edge.delete("/v1/products/x").as("mia", "merchant").send().statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesOnlyTheVersionThatIsNamedOffSale() {
        edge.features.answer(CatalogEndpoints.DELETE, asked -> new VersionMismatch(6));

        HttpResponse<Buffer> response = edge.delete("/v1/products/x")
                .as("mia", "merchant")
                .header("If-Match", "\"5\"")
                .send();

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.getHeader("ETag")).isEqualTo("\"6\"");
    }
}
