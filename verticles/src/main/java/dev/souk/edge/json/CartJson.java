package dev.souk.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.cart.message.CartEndpoints.MergeChange;
import dev.souk.cart.message.CartEndpoints.Merged;
import dev.souk.cart.message.CartView;
import dev.souk.money.Money;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Carts as the contract has them. */
public final class CartJson {
    private static final int CART_BYTES = 512;

    private CartJson() {}

    public static Buffer of(CartView cart) {
        return JsonBuffer.of(CART_BYTES, json -> {
            json.writeStartObject();
            writeMembers(cart, json);
            json.writeEndObject();
        });
    }

    public static Buffer of(Merged merged) {
        return JsonBuffer.of(CART_BYTES, json -> {
            json.writeStartObject();
            writeMembers(merged.cart(), json);
            json.writeArrayFieldStart("changes");
            for (MergeChange change : merged.changes()) {
                write(change, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeMembers(CartView cart, JsonGenerator json) throws IOException {
        json.writeStringField("id", cart.id().toString());
        json.writeNumberField("version", cart.version());
        json.writeArrayFieldStart("lines");
        for (CartView.Line line : cart.lines()) {
            write(line, json);
        }
        json.writeEndArray();
        Money total = cart.total();
        if (total != null) {
            ProductJson.write("total", total, json);
        }
    }

    private static void write(CartView.Line line, JsonGenerator json) throws IOException {
        json.writeStartObject();
        LineJson.writeMembers(line.sku(), line.name(), line.quantity(), line.unitPrice(), line.lineTotal(), json);
        json.writeEndObject();
    }

    private static void write(MergeChange change, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("sku", change.sku());
        json.writeNumberField("wanted", change.wanted());
        json.writeNumberField("quantity", change.quantity());
        json.writeStringField("reason", change.reason());
        json.writeEndObject();
    }
}
