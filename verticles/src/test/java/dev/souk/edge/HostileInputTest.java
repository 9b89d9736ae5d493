package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.routes.Cursors;
import dev.souk.order.message.OrderCursor;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.Level;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input must not come through: every operation, parameter and list that it could come in by is tried. */
class HostileInputTest {
    private static final String CART_LINE = "/v1/carts/" + Samples.ORDER + "/lines/x";
    private static final String REFUNDS = "/v1/orders/" + Samples.ORDER + "/refunds";
    private static final String LINES = "\"lines\":[{\"sku\":\"x\",\"quantity\":1}]";
    private static final String CARD = "\"payment\":{\"token\":\"tok_ok\"}";

    private final EdgeServer edge = EdgeServer.shared();

    /** @param body that the contract takes */
    private record Operation(String method, String path, String role, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation(
                        "PUT",
                        "/v1/products/x",
                        "merchant",
                        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}"),
                new Operation("POST", "/v1/stock/x/receipts", "merchant", "{\"quantity\":1}"),
                new Operation("PUT", CART_LINE, "customer", "{\"quantity\":1}"),
                new Operation("POST", "/v1/orders", "customer", "{" + LINES + "," + CARD + "}"),
                new Operation("POST", REFUNDS, "operator", "{\"amount\":1}"),
                new Operation("POST", "/dev/tokens", "customer", "{\"sub\":\"carl\",\"roles\":[\"customer\"]}"));
    }

    private HttpResponse<Buffer> send(Operation operation, Buffer body) {
        EdgeServer.Request request = edge.request(HttpMethod.valueOf(operation.method()), operation.path())
                .as("carl", operation.role())
                .key("k");
        request.http().putHeader("Content-Type", "application/json");
        return Awaiting.result(request.http().sendBuffer(body));
    }

    private HttpResponse<Buffer> send(Operation operation, String body) {
        return send(operation, Buffer.buffer(body));
    }

    private static void assertRefused(HttpResponse<Buffer> response, String code) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
        assertThat(response.bodyAsString()).doesNotContain("jackson", "Exception", "Feature");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationReadsStrictJsonOnly(Operation operation) {
        String good = operation.body();
        String inside = good.substring(1);
        assertThat(send(operation, good).statusCode()).as("the good body").isNotEqualTo(400);

        for (String bad : List.of(
                "/* c */" + good,
                "// c\n" + good,
                "# c\n" + good,
                good + "/* c */",
                "{/* c */" + inside,
                "{\"zz\":1,\"zz\":2," + inside,
                good.replaceFirst("\\{(\"[a-z]+\"):", "{$1:null,$1:"),
                good.substring(0, good.length() - 1) + ",}",
                good + good,
                good.replace('"', '\''),
                "{\"zz\":NaN," + inside,
                "{\"zz\":01," + inside,
                "{\"zz\":" + "[".repeat(70) + "]".repeat(70) + "," + inside)) {
            assertRefused(send(operation, bad), "malformed_json");
        }
        assertRefused(send(operation, Buffer.buffer(good.getBytes(StandardCharsets.UTF_16))), "malformed_json");
        assertRefused(
                send(operation, Buffer.buffer(("{\"\u00E9\":1," + inside).getBytes(StandardCharsets.ISO_8859_1))),
                "malformed_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99.99999999999999999",
                "0.99999999999999999999",
                "999999999.9999999999999999999999",
                "1E-400",
                "1e400",
                "1e999999999",
                "1.5",
                "-0.000000000000000000001",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551617",
                "\"1\"",
                "true",
                "null",
                "[1]"
            })
    void everyIntegerIsExact(String number) {
        List<Operation> all = operations().toList();
        assertRefused(send(all.get(0), all.get(0).body().replace(":1,", ":" + number + ",")), "invalid_request");
        assertRefused(send(all.get(1), "{\"quantity\":" + number + "}"), "invalid_request");
        assertRefused(send(all.get(2), "{\"quantity\":" + number + "}"), "invalid_request");
        assertRefused(
                send(all.get(3), "{\"lines\":[{\"sku\":\"x\",\"quantity\":" + number + "}]," + CARD + "}"),
                "invalid_request");
        assertRefused(
                send(
                        all.get(3),
                        "{" + LINES + "," + CARD + ",\"expectedTotal\":{\"amount\":" + number
                                + ",\"currency\":\"GBP\"}}"),
                "invalid_request");
        assertRefused(send(all.get(4), "{\"amount\":" + number + "}"), "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "20E-1", "0.2e1"})
    void anIntegerIsOneHoweverItIsWritten(String number) {
        assertThat(send(operations().toList().get(1), "{\"quantity\":" + number + "}")
                        .statusCode())
                .isNotEqualTo(400);
    }

    /** Bodies with {@code @} where a text is stored or handed on. */
    static Stream<Arguments> texts() {
        List<Operation> all = operations().toList();
        String order = "{" + LINES + "," + CARD;
        return Stream.of(
                Arguments.of(all.get(0), "{\"name\":\"a@\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}"),
                Arguments.of(
                        all.get(0),
                        "{\"name\":\"A\",\"description\":\"@\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}"),
                Arguments.of(
                        all.get(0),
                        "{\"name\":\"A\",\"category\":\"@\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}"),
                Arguments.of(all.get(3), order + ",\"shipTo\":\"@\"}"),
                Arguments.of(all.get(3), order + ",\"shipTo\":{\"city\":\"Le@eds\"}}"),
                Arguments.of(all.get(3), order + ",\"shipTo\":{\"@\":\"Leeds\"}}"),
                Arguments.of(all.get(3), order + ",\"email\":\"a@b@\"}".replace("a@b", "a\\u0040b")),
                Arguments.of(all.get(3), "{" + LINES + ",\"payment\":{\"token\":\"t@\"}}"),
                Arguments.of(all.get(3), "{\"lines\":[{\"sku\":\"x@\",\"quantity\":1}]," + CARD + "}"),
                Arguments.of(all.get(5), "{\"sub\":\"c@\",\"roles\":[\"customer\"]}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsThatNoDatabaseHoldsAreRefused(Operation operation, String body) {
        for (String text : List.of(
                "\\ud800", "\\udc00", "\\udfff\\ud800", "\\ud800x", "\\ud83d\\ude00\\ud83d", "\\u0000", "a\\u0000b")) {
            assertRefused(send(operation, body.replace("@", text)), "invalid_request");
        }
        Buffer surrogate = Buffer.buffer(body.replace("@", "~~~").getBytes(StandardCharsets.UTF_8));
        int at = surrogate.toString(StandardCharsets.ISO_8859_1).indexOf("~~~");
        surrogate.setBytes(at, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
        assertRefused(send(operation, surrogate), "malformed_json");
    }

    @Test
    void aWholePairIsText() {
        Operation put = operations().toList().getFirst();
        String body = put.body().replace("\"A\"", "\"\\ud83d\\ude00\"");

        assertThat(send(put, body).statusCode()).isNotEqualTo(400);
    }

    @Test
    void lengthsAreCodePoints() {
        Operation put = operations().toList().getFirst();
        String emoji = "\uD83D\uDE00";
        String body = "{\"name\":\"%s\",\"description\":\"%s\",\"category\":\"%s\","
                + "\"price\":{\"amount\":1,\"currency\":\"GBP\"}}";

        assertThat(send(put, body.formatted(emoji.repeat(200), emoji.repeat(4_000), emoji.repeat(100)))
                        .statusCode())
                .isNotEqualTo(400);
        HttpResponse<Buffer> longer =
                send(put, body.formatted(emoji.repeat(201), emoji.repeat(4_001), emoji.repeat(101)));
        assertRefused(longer, "invalid_request");
        assertThat(longer.bodyAsJsonObject().getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field")))
                .containsExactlyInAnyOrder("name", "description", "category");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products?query=%FF",
                "/v1/products?query=a%C3%28",
                "/v1/products?query=%ED%A0%80",
                "/v1/products?query=%C0%80",
                "/v1/products?query=%",
                "/v1/products?query=%2",
                "/v1/products?query=%zz",
                "/v1/products?query=%00",
                "/v1/products?category=a%00",
                "/v1/products?zz=%FF",
                "/v1/products?limit=%D9%A3",
                "/v1/products?limit=%EF%BC%93",
                "/v1/products?limit=+3",
                "/v1/products?limit=%203",
                "/v1/products?limit=0x3",
                "/v1/products?limit=3.0",
                "/v1/products?limit=-",
                "/v1/products?limit=",
                "/v1/products/%FF",
                "/v1/products/a%C3",
                "/v1/products/a%ED%A0%80",
                "/v1/products/%2E%2E%00"
            })
    void pathsAndQueriesArePercentEncodedUtf8(String path) {
        HttpResponse<Buffer> response = edge.get(path).send();

        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(400);
    }

    @Test
    void whatIsPercentEncodedUtf8IsRead() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> new Level(asked.sku(), 1, 1, 0, 0));

        assertThat(edge.get("/v1/stock/a%20b?zz=%C3%A9%F0%9F%98%80").send().statusCode())
                .isEqualTo(200);
    }

    static Stream<String> cursors() {
        Cursors orders = new Cursors('o');
        String id = Samples.ORDER.toString();
        return Stream.of(
                "",
                "garbage",
                "%21%21",
                "Zm9v",
                "bzp6eno",
                orders.encode(""),
                orders.encode("zzz"),
                orders.encode(","),
                orders.encode(place("zzz")),
                orders.encode(place("2026-05-04T12:00:00Z")),
                orders.encode(place("2026-05-04T12:00:00Z,")),
                orders.encode(place("2026-05-04T12:00:00Z,zzz")),
                orders.encode(place("2026-05-04T12:00:00Z,1-1-1-1-1")),
                orders.encode(place("2026-13-04T12:00:00Z," + id)),
                orders.encode(place("2026-05-04T12:00:00+01:00," + id)),
                orders.encode(place("2026-05-04T12:00:00Z," + id.toUpperCase(java.util.Locale.ROOT))),
                orders.encode(place("+1000000000-12-31T23:59:59Z," + id)),
                orders.encode(place("-1000000000-01-01T00:00:00Z," + id)),
                orders.encode(place("1999-12-31T23:59:59Z," + id)),
                orders.encode("2026-05-04T12:00:00Z," + id),
                new Cursors('p').encode("x"));
    }

    private static String place(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void ordersAreListedFromCursorsThatAPageGave(String cursor) {
        assertRefused(
                edge.get("/v1/orders?cursor=" + cursor).as("carl", "customer").send(), "invalid_cursor");
    }

    @Test
    void aCursorOfOrdersIsReadAsItWasGiven() {
        OrderCursor cursor = new OrderCursor(Samples.NOON, new UUID(1, 2));

        assertThat(OrderCursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(OrderCursor.parse(null).createdAt()).isAfter(Samples.NOON);
    }

    static Stream<String> productCursors() {
        Cursors products = new Cursors('p');
        return Stream.of(
                "",
                "garbage",
                "Zm9v",
                products.encode(""),
                products.encode("a\u0000"),
                products.encode("caf\u00E9"),
                products.encode("x".repeat(200)),
                products.encode("abc") + "=",
                products.encode("ab") + "A",
                new Cursors('o').encode("x"));
    }

    @ParameterizedTest
    @MethodSource("productCursors")
    void productsAreListedFromCursorsThatAPageGave(String cursor) {
        assertRefused(edge.get("/v1/products?cursor=" + cursor).send(), "invalid_cursor");
    }
}
