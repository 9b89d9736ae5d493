package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Json;
import dev.souk.edge.json.CanonicalJson;
import dev.souk.edge.routes.ProductRoutes;
import dev.souk.money.Money;
import dev.souk.order.message.OrderCursor;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.BacklogFull;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.Change;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.Changed;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.ListOrders;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.Refused;
import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.order.message.OrderEndpoints.SoldOutLine;
import dev.souk.order.message.OrderEndpoints.TooLarge;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.order.message.OrderEndpoints.UnknownProducts;
import dev.souk.order.message.OrderStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRoutesTest {
    private static final String PATH = "/v1/orders/" + Samples.ORDER;
    private static final String BODY = """
            {"lines": [{"sku": "85123A", "quantity": 2}, {"sku": "a b", "quantity": 1000000}],
             "payment": {"token": "tok_ok"}}
            """;

    private static final String PLACE = new OrderCursor(Samples.NOON, Samples.ORDER).text();

    private final EdgeServer edge = EdgeServer.shared();

    private HttpResponse<Buffer> place(String body) {
        return edge.post("/v1/orders")
                .as("carl", "customer")
                .key("key 1".replace(' ', '-'))
                .json(body);
    }

    @Test
    void placesAnOrder() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), false));

        HttpResponse<Buffer> response = place(BODY);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo(PATH);
        assertThat(response.getHeader("Idempotent-Replayed")).isNull();
        assertThat(response.bodyAsJsonObject())
                .isEqualTo(new JsonObject(Json.text(Samples.order(OrderStatus.PENDING))));
        PlaceOrder asked = edge.features.lastAsked(PlaceOrder.class);
        assertThat(asked.customer()).isEqualTo("carl");
        assertThat(asked.key()).isEqualTo("key-1");
        assertThat(asked.items()).containsExactly(new OrderItem("85123A", 2), new OrderItem("a b", 1_000_000));
        assertThat(asked.paymentToken()).isEqualTo("tok_ok");
        assertThat(asked.bodyHash()).isEqualTo(CanonicalJson.hash(new JsonObject(BODY)));
        assertThat(asked.expectedTotal()).isNull();
        assertThat(asked.cartId()).isNull();
    }

    @Test
    void handsOnWhatProtectsAndInformsTheBuyer() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), false));

        place("""
                {"lines": [{"sku": "85123A", "quantity": 2}], "payment": {"token": "tok_ok"},
                 "expectedTotal": {"amount": 510, "currency": "GBP"}, "email": "carl@example.org",
                 "shipTo": {"street": "High St 1", "city": "Leeds"}}
                """);

        PlaceOrder asked = edge.features.lastAsked(PlaceOrder.class);
        assertThat(asked.expectedTotal()).isEqualTo(new Money(510, "GBP"));
        assertThat(asked.email()).isEqualTo("carl@example.org");
        assertThat(asked.shipTo()).isEqualTo("{\"city\":\"Leeds\",\"street\":\"High St 1\"}");
    }

    @Test
    void placesAnOrderOfACart() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), false));

        place("{\"cartId\": \"" + Samples.ORDER + "\", \"payment\": {\"token\": \"tok_ok\"}}");

        assertThat(edge.features.lastAsked(PlaceOrder.class).cartId()).isEqualTo(Samples.ORDER);
        assertThat(edge.features.lastAsked(PlaceOrder.class).items()).isEmpty();
    }

    @Test
    void takesAnAddressAsText() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), false));

        place(
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"t\"}, \"shipTo\": \"Zoë, 1\"}"
                        .replace("\"t\"", "\"tok_ok\""));

        assertThat(edge.features.lastAsked(PlaceOrder.class).shipTo()).isEqualTo("\"Zo\\u00eb, 1\"");
    }

    @Test
    void hashesTheBodyAndNotHowItIsWritten() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), true));

        place("{\"lines\":[{\"sku\":\"x\",\"quantity\":1}],\"payment\":{\"token\":\"tok_ok\"}}");
        place("{ \"payment\": {\"token\":\"tok_ok\"},\n \"lines\": [ {\"quantity\": 1, \"sku\": \"\\u0078\"} ] }");

        List<PlaceOrder> asked = edge.features.asked(PlaceOrder.class);
        assertThat(asked.get(0).bodyHash()).isEqualTo(asked.get(1).bodyHash());
    }

    @Test
    void saysThatTheKeyMadeTheOrderBefore() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.CONFIRMED), true));

        HttpResponse<Buffer> response = place(BODY);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo(PATH);
        assertThat(response.getHeader("Idempotent-Replayed")).isEqualTo("true");
        assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("CONFIRMED");
    }

    private JsonObject refusal(PlaceOutcome outcome, int status) {
        edge.features.answer(OrderEndpoints.PLACE, asked -> outcome);
        HttpResponse<Buffer> response = place(BODY);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.bodyAsJsonObject().getInteger("status")).isEqualTo(status);
        return response.bodyAsJsonObject();
    }

    @Test
    void saysWhyAnOrderIsRefused() {
        assertThat(refusal(new KeyReused(), 422).getString("code")).isEqualTo("idempotency_key_reused");

        JsonObject unknown = refusal(new UnknownProducts(List.of("a b", "c")), 422);
        assertThat(unknown.getString("code")).isEqualTo("unknown_products");
        assertThat(unknown.getJsonArray("errors")).hasSize(2);

        JsonObject mixed = refusal(new MixedCurrencies(List.of("EUR", "GBP")), 422);
        assertThat(mixed.getString("code")).isEqualTo("mixed_currencies");

        JsonObject changed = refusal(new TotalChanged(new Money(520, "GBP")), 409);
        assertThat(changed.getString("code")).isEqualTo("total_changed");
        assertThat(changed.getJsonObject("total")).isEqualTo(JsonObject.of("amount", 520, "currency", "GBP"));

        JsonObject ordered = refusal(new CartOrdered(Samples.ORDER), 409);
        assertThat(ordered.getString("code")).isEqualTo("cart_ordered");
        assertThat(ordered.getString("orderId")).isEqualTo(Samples.ORDER.toString());

        JsonObject gone = refusal(
                new SoldOut(List.of(new SoldOutLine("lines[0].sku", "85123A"), new SoldOutLine("lines[1].sku", "a b"))),
                409);
        assertThat(gone.getString("code")).isEqualTo("sold_out");
        assertThat(gone.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(
                        JsonObject.of("field", "lines[0].sku", "message", "85123A is sold out"),
                        JsonObject.of("field", "lines[1].sku", "message", "a b is sold out")));

        assertThat(refusal(new UnknownCart(), 404).getString("code")).isEqualTo("cart_not_found");
        assertThat(refusal(new EmptyCart(), 422).getString("code")).isEqualTo("cart_empty");
        assertThat(refusal(new UnknownCard(), 422).getString("code")).isEqualTo("unknown_card");

        JsonObject large = refusal(new TooLarge("lines", "at most 1000"), 422);
        assertThat(large.getString("code")).isEqualTo("limit_exceeded");
        assertThat(large.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(JsonObject.of("field", "lines", "message", "at most 1000")));
    }

    @Test
    void saysWhenToComeBackWhereTooManyOrdersWait() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new BacklogFull(17));

        HttpResponse<Buffer> full = place(BODY);

        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.bodyAsJsonObject().getString("code")).isEqualTo("busy");
        assertThat(full.getHeader("Retry-After")).isEqualTo("17");
    }

    @Test
    void needsAnIdempotencyKey() {
        HttpResponse<Buffer> response =
                edge.post("/v1/orders").as("carl", "customer").json(BODY);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("idempotency_key_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ke\u00ff"})
    void takesOnlyVisibleAsciiAsKey(String key) {
        HttpResponse<Buffer> response =
                edge.post("/v1/orders").as("carl", "customer").key(key).json(BODY);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_request");
        assertThat(response.bodyAsJsonObject().getString("detail")).isNotBlank();
    }

    @Test
    void takesKeysOfUpTo255Characters() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(OrderStatus.PENDING), false));
        String longest = "%+~!".repeat(63) + "abc";

        assertThat(edge.post("/v1/orders")
                        .as("carl", "customer")
                        .key(longest)
                        .json(BODY)
                        .statusCode())
                .isEqualTo(201);
        assertThat(edge.features.lastAsked(PlaceOrder.class).key()).isEqualTo(longest);
        assertThat(edge.post("/v1/orders")
                        .as("carl", "customer")
                        .key(longest + "d")
                        .json(BODY)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"payment\": {\"token\": \"tok_ok\"}}|body",
                "{\"cartId\": \"6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11\", \"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}}|body",
                "{\"cartId\": \"1-1-1-1-1\", \"payment\": {\"token\": \"tok_ok\"}}|cartId",
                "{\"lines\": [], \"payment\": {\"token\": \"tok_ok\"}}|lines",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}]}|payment",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {}}|payment.token",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"a b\"}}|payment.token",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 0}], \"payment\": {\"token\": \"tok_ok\"}}|lines[0].quantity",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}, {\"sku\": \"x\", \"quantity\": 1000001}], \"payment\": {\"token\": \"tok_ok\"}}|lines[1].quantity",
                "{\"lines\": [{\"sku\": \"a/b\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}}|lines[0].sku",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1, \"price\": 1}], \"payment\": {\"token\": \"tok_ok\"}}|lines[0].price",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}, \"expectedTotl\": 5}|expectedTotl",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}, \"expectedTotal\": {\"amount\": 5}}|expectedTotal.currency",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}, \"email\": \"nobody\"}|email",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}, \"shipTo\": {\"city\": 5}}|shipTo.city",
                "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}, \"shipTo\": \"\\u0000\"}|shipTo"
            })
    void namesWhatBreaksTheContract(String body, String field) {
        HttpResponse<Buffer> response = place(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field")))
                .contains(field);
        assertThat(edge.features.asked(PlaceOrder.class)).isEmpty();
    }

    @Test
    void readsAnOrderForItsOwner() {
        edge.features.answer(OrderEndpoints.GET, asked -> new Found(Samples.order(OrderStatus.REJECTED)));

        HttpResponse<Buffer> response = edge.get(PATH).as("carl", "customer").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject())
                .isEqualTo(new JsonObject(Json.text(Samples.order(OrderStatus.REJECTED))));
        assertThat(edge.features.lastAsked(GetOrder.class)).isEqualTo(new GetOrder(Samples.ORDER, "carl"));
    }

    @Test
    void readsAnybodysOrderForAnOperator() {
        edge.features.answer(OrderEndpoints.GET, asked -> new Found(Samples.order(OrderStatus.PENDING)));

        edge.get(PATH).as("olga", "operator").send();

        assertThat(edge.features.lastAsked(GetOrder.class)).isEqualTo(new GetOrder(Samples.ORDER, null));
    }

    @Test
    void doesNotTellOfSomebodyElsesOrder() {
        edge.features.answer(OrderEndpoints.GET, asked -> new NotFound());

        HttpResponse<Buffer> response = edge.get(PATH).as("eve", "customer").send();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("order_not_found");
    }

    @Test
    void refusesIdsThatNoOrderHas() {
        HttpResponse<Buffer> response =
                edge.get("/v1/orders/42").as("carl", "customer").send();

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void listsTheOwnersOrdersPageByPage() {
        edge.features.answer(
                OrderEndpoints.LIST,
                asked -> asked.cursor() == null
                        ? new OrderPage(List.of(Samples.order(OrderStatus.PENDING)), PLACE)
                        : new OrderPage(List.of(), null));

        JsonObject first =
                edge.get("/v1/orders?limit=1").as("carl", "customer").send().bodyAsJsonObject();
        assertThat(edge.features.lastAsked(ListOrders.class)).isEqualTo(new ListOrders("carl", 1, null));
        JsonObject last = edge.get("/v1/orders?cursor=" + first.getString("next"))
                .as("olga", "operator")
                .send()
                .bodyAsJsonObject();

        assertThat(edge.features.lastAsked(ListOrders.class)).isEqualTo(new ListOrders(null, 20, PLACE));
        assertThat(last).isEqualTo(JsonObject.of("items", new JsonArray()));
    }

    @Test
    void refusesTheCursorOfAnotherList() {
        HttpResponse<Buffer> response = edge.get("/v1/orders?cursor=" + ProductRoutes.CURSORS.encode("x"))
                .as("carl", "customer")
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_cursor");
    }

    @ParameterizedTest
    @CsvSource({"cancel,CANCEL", "ship,SHIP", "deliver,DELIVER"})
    void changesAnOrderForAnOperator(String verb, Change change) {
        edge.features.answer(OrderEndpoints.CHANGE, asked -> new Changed(Samples.order(OrderStatus.SHIPPED)));

        HttpResponse<Buffer> response =
                edge.post(PATH + "/" + verb).as("olga", "operator").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("SHIPPED");
        ChangeOrder asked = edge.features.lastAsked(ChangeOrder.class);
        assertThat(asked.id()).isEqualTo(Samples.ORDER);
        assertThat(asked.owner()).isNull();
        assertThat(asked.actor()).isEqualTo("olga");
        assertThat(asked.change()).isEqualTo(change);
    }

    @Test
    void cancelsForTheOwner() {
        edge.features.answer(OrderEndpoints.CHANGE, asked -> new Changed(Samples.order(OrderStatus.CANCELLED)));

        assertThat(edge.post(PATH + "/cancel").as("carl", "customer").send().statusCode())
                .isEqualTo(200);
        assertThat(edge.features.lastAsked(ChangeOrder.class).owner()).isEqualTo("carl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ship", "deliver"})
    void doesNotLetCustomersMoveOrders(String verb) {
        HttpResponse<Buffer> response =
                edge.post(PATH + "/" + verb).as("carl", "customer").send();

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(edge.features.asked(ChangeOrder.class)).isEmpty();
    }

    @Test
    void saysWhatTheStateDoesNotAllow() {
        edge.features.answer(
                OrderEndpoints.CHANGE, asked -> new Refused(OrderStatus.CONFIRMED, "the payment is not captured"));

        HttpResponse<Buffer> response =
                edge.post(PATH + "/ship").as("olga", "operator").send();

        assertThat(response.statusCode()).isEqualTo(409);
        JsonObject problem = response.bodyAsJsonObject();
        assertThat(problem.getString("code")).isEqualTo("order_state");
        assertThat(problem.getString("orderStatus")).isEqualTo("CONFIRMED");
        assertThat(problem.getString("detail")).isEqualTo("the payment is not captured");
    }

    @Test
    void cannotChangeAnOrderThatIsNotThere() {
        edge.features.answer(OrderEndpoints.CHANGE, asked -> new NotFound());

        assertThat(edge.post(PATH + "/cancel").as("carl", "customer").send().statusCode())
                .isEqualTo(404);
    }
}
