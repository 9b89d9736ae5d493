package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Json;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.CartOpened;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.MergeChange;
import dev.souk.cart.message.CartEndpoints.Merged;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.NoSuchLine;
import dev.souk.cart.message.CartEndpoints.OpenCart;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.cart.message.CartEndpoints.TooLarge;
import dev.souk.cart.message.CartEndpoints.UnknownProduct;
import dev.souk.cart.message.CartEndpoints.VersionMismatch;
import dev.souk.cart.message.CartView;
import dev.souk.money.Money;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CartRoutesTest {
    private static final UUID ID = UUID.fromString("0b0e1f5e-54a4-4b6f-8f0a-3b0f5f4b8a01");
    private static final String PATH = "/v1/carts/" + ID;
    private static final CartView EMPTY = new CartView(ID, 1, List.of(), null);
    private static final CartView FULL = new CartView(
            ID,
            7,
            List.of(new CartView.Line("a b", "Lamp", 2, new Money(255, "GBP"), new Money(510, "GBP"))),
            new Money(510, "GBP"));

    private final EdgeServer edge = EdgeServer.shared();

    @Test
    void opensACartForAGuest() {
        edge.features.answer(CartEndpoints.OPEN, asked -> new CartOpened(EMPTY, true));

        HttpResponse<Buffer> response = edge.post("/v1/carts").send();

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo(PATH);
        assertThat(response.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(response.bodyAsJsonObject())
                .isEqualTo(JsonObject.of("id", ID.toString(), "version", 1, "lines", new JsonArray()));
        assertThat(edge.features.lastAsked(OpenCart.class)).isEqualTo(new OpenCart(null));
    }

    @Test
    void givesACustomerTheCartThatTheyHave() {
        edge.features.answer(CartEndpoints.OPEN, asked -> new CartOpened(FULL, false));

        HttpResponse<Buffer> response =
                edge.post("/v1/carts").as("carl", "customer").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Location")).isNull();
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(response.bodyAsJsonObject()).isEqualTo(new JsonObject(Json.text(FULL)));
        assertThat(edge.features.lastAsked(OpenCart.class)).isEqualTo(new OpenCart("carl"));
    }

    @Test
    void readsACartForWhoeverAsks() {
        edge.features.answer(CartEndpoints.GET, asked -> new CartFound(FULL));

        HttpResponse<Buffer> guest = edge.get(PATH).send();
        assertThat(edge.features.lastAsked(GetCart.class)).isEqualTo(new GetCart(ID, null));
        HttpResponse<Buffer> customer = edge.get(PATH).as("carl", "customer").send();

        assertThat(edge.features.lastAsked(GetCart.class)).isEqualTo(new GetCart(ID, "carl"));
        assertThat(guest.statusCode()).isEqualTo(200);
        assertThat(guest.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(guest.bodyAsJsonObject()).isEqualTo(new JsonObject(Json.text(FULL)));
        assertThat(customer.bodyAsJsonObject()).isEqualTo(guest.bodyAsJsonObject());
    }

    @Test
    void doesNotTellOfSomebodyElsesCart() {
        edge.features.answer(CartEndpoints.GET, asked -> new NoSuchCart());

        HttpResponse<Buffer> response = edge.get(PATH).as("eve", "customer").send();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("cart_not_found");
    }

    @Test
    void refusesABadTokenWhereNoneIsNeeded() {
        HttpResponse<Buffer> response =
                edge.get(PATH).header("Authorization", "Bearer nonsense").send();

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(edge.features.asked(GetCart.class)).isEmpty();
    }

    @Test
    void setsALine() {
        edge.features.answer(CartEndpoints.SET_LINE, asked -> new CartFound(FULL));

        HttpResponse<Buffer> response = edge.put(PATH + "/lines/a%20b").json("{\"quantity\": 2}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(edge.features.lastAsked(SetLine.class)).isEqualTo(new SetLine(ID, null, "a b", 2, null));
    }

    @Test
    void setsALineOfTheVersionThatTheBuyerSaw() {
        edge.features.answer(CartEndpoints.SET_LINE, asked -> new VersionMismatch(7));

        HttpResponse<Buffer> response = edge.put(PATH + "/lines/x")
                .as("carl", "customer")
                .header("If-Match", "\"6\"")
                .json("{\"quantity\": 1000000}");

        assertThat(edge.features.lastAsked(SetLine.class)).isEqualTo(new SetLine(ID, "carl", "x", 1_000_000, 6L));
        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("version_mismatch");
    }

    @Test
    void setsALineOfOneOfTheVersionsThatAreNamed() {
        edge.features.answer(
                CartEndpoints.SET_LINE,
                asked -> Long.valueOf(7).equals(asked.ifMatch()) ? new CartFound(FULL) : new VersionMismatch(7));

        assertThat(edge.put(PATH + "/lines/x")
                        .header("If-Match", "\"6\", \"7\"")
                        .json("{\"quantity\": 1}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(edge.put(PATH + "/lines/x")
                        .header("If-Match", "\"5\", \"6\"")
                        .json("{\"quantity\": 1}")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void setsALineOfAnyVersion() {
        edge.features.answer(CartEndpoints.SET_LINE, asked -> new CartFound(FULL));

        edge.put(PATH + "/lines/x").header("If-Match", "*").json("{\"quantity\": 1}");

        assertThat(edge.features.lastAsked(SetLine.class).ifMatch()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "\"x\"", "7", "\"0\""})
    void aTagThatNoVersionHasMatchesNothing(String tag) {
        HttpResponse<Buffer> response =
                edge.delete(PATH + "/lines/x").header("If-Match", tag).send();

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(edge.features.asked(SetLine.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"quantity\": 0}", "{\"quantity\": -1}", "{\"quantity\": 1000001}", "{}", "{\"quantity\": 1.5}"
            })
    void aLineHasOneToAMillionUnits(String body) {
        HttpResponse<Buffer> response = edge.put(PATH + "/lines/x").json(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("quantity");
        assertThat(edge.features.asked(SetLine.class)).isEmpty();
    }

    @Test
    void takesALineOut() {
        edge.features.answer(CartEndpoints.SET_LINE, asked -> new CartFound(EMPTY));

        HttpResponse<Buffer> response =
                edge.delete(PATH + "/lines/x").header("If-Match", "\"7\"").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(edge.features.lastAsked(SetLine.class)).isEqualTo(new SetLine(ID, null, "x", 0, 7L));
    }

    private JsonObject refusal(SetLineOutcome outcome, int status) {
        edge.features.answer(CartEndpoints.SET_LINE, asked -> outcome);
        HttpResponse<Buffer> response = edge.put(PATH + "/lines/x").json("{\"quantity\": 1}");
        assertThat(response.statusCode()).isEqualTo(status);
        return response.bodyAsJsonObject();
    }

    @Test
    void saysWhyALineIsRefused() {
        assertThat(refusal(new NoSuchCart(), 404).getString("code")).isEqualTo("cart_not_found");
        assertThat(refusal(new NoSuchLine("x"), 404).getString("code")).isEqualTo("line_not_found");
        JsonObject unknown = refusal(new UnknownProduct("x"), 422);
        assertThat(unknown.getString("code")).isEqualTo("unknown_products");
        assertThat(unknown.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(JsonObject.of("field", "sku", "message", "x is not for sale")));
        JsonObject large = refusal(new TooLarge("quantity", "too many"), 422);
        assertThat(large.getString("code")).isEqualTo("limit_exceeded");
        assertThat(large.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(JsonObject.of("field", "quantity", "message", "too many")));
    }

    @Test
    void mergesAGuestsCartIntoTheCustomers() {
        edge.features.answer(
                CartEndpoints.MERGE,
                asked -> new Merged(FULL, List.of(new MergeChange("x", 1_500_000, 1_000_000, "quantity_limit"))));

        HttpResponse<Buffer> response =
                edge.post(PATH + "/merge").as("carl", "customer").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
        assertThat(edge.features.lastAsked(MergeCart.class)).isEqualTo(new MergeCart(ID, "carl"));
        assertThat(response.bodyAsJsonObject().getJsonArray("lines")).hasSize(1);
        assertThat(response.bodyAsJsonObject().getJsonArray("changes"))
                .isEqualTo(JsonArray.of(JsonObject.of(
                        "sku", "x", "wanted", 1_500_000, "quantity", 1_000_000, "reason", "quantity_limit")));
    }

    @Test
    void mergesOnlyCartsThatAreThere() {
        edge.features.answer(CartEndpoints.MERGE, asked -> new NoSuchCart());

        assertThat(edge.post(PATH + "/merge").as("carl", "customer").send().statusCode())
                .isEqualTo(404);
    }

    @Test
    void mergingTakesACustomer() {
        assertThat(edge.post(PATH + "/merge").send().statusCode()).isEqualTo(401);
        assertThat(edge.post(PATH + "/merge").as("mia", "merchant").send().statusCode())
                .isEqualTo(403);
    }
}
