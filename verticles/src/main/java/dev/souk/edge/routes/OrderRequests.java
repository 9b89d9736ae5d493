package dev.souk.edge.routes;

import dev.souk.edge.http.Call;
import dev.souk.edge.json.CanonicalJson;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads orders out of bodies that were found to keep the contract. */
final class OrderRequests {
    private OrderRequests() {}

    static PlaceOrder parse(Call call) {
        JsonObject body = call.body();
        JsonObject expected = body.getJsonObject("expectedTotal");
        String cart = body.getString("cartId");
        Object shipTo = body.getValue("shipTo");
        return new PlaceOrder(
                call.principal().subject(),
                call.key(),
                CanonicalJson.hash(body),
                items(body.getJsonArray("lines")),
                cart == null ? null : UUID.fromString(cart),
                body.getJsonObject("payment").getString("token"),
                expected == null ? null : Bodies.money(expected),
                body.getString("email"),
                shipTo == null ? null : CanonicalJson.text(shipTo),
                body.getString("locale"),
                call.traceparent());
    }

    private static List<OrderItem> items(@Nullable JsonArray lines) {
        if (lines == null) {
            return List.of();
        }
        List<OrderItem> items = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            JsonObject line = lines.getJsonObject(i);
            items.add(new OrderItem(line.getString("sku"), line.getLong("quantity")));
        }
        return items;
    }
}
