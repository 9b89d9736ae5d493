package dev.souk.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.money.Money;
import java.io.IOException;

/** The line of a cart, which a line of an order is too. */
final class LineJson {
    private LineJson() {}

    static void writeMembers(
            String sku, String name, long quantity, Money unitPrice, Money lineTotal, JsonGenerator json)
            throws IOException {
        json.writeStringField("sku", sku);
        json.writeStringField("name", name);
        json.writeNumberField("quantity", quantity);
        ProductJson.write("unitPrice", unitPrice, json);
        ProductJson.write("lineTotal", lineTotal, json);
    }
}
