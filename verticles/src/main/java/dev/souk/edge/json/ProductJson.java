package dev.souk.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Products as the contract has them. */
public final class ProductJson {
    private static final int PRODUCT_BYTES = 512;

    private ProductJson() {}

    public static Buffer of(Product product) {
        return JsonBuffer.of(PRODUCT_BYTES, json -> write(product, json));
    }

    /** @param next cursor of the next page */
    public static Buffer page(ProductPage page, @Nullable String next) {
        return JsonBuffer.of(PRODUCT_BYTES * (page.items().size() + 1), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Product product : page.items()) {
                write(product, json);
            }
            json.writeEndArray();
            if (next != null) {
                json.writeStringField("next", next);
            }
            json.writeEndObject();
        });
    }

    private static void write(Product product, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("sku", product.sku());
        json.writeStringField("name", product.name());
        json.writeStringField("description", product.description());
        json.writeStringField("category", product.category());
        write("price", product.price(), json);
        json.writeNumberField("version", product.version());
        json.writeStringField("updatedAt", product.updatedAt().toString());
        json.writeEndObject();
    }

    public static void write(String member, Money money, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(member);
        json.writeNumberField("amount", money.amount());
        json.writeStringField("currency", money.currency());
        json.writeEndObject();
    }
}
