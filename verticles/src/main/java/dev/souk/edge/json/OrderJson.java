package dev.souk.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.message.OrderView.PaymentView;
import dev.souk.order.message.TimelineEntry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Orders as the contract has them. */
public final class OrderJson {
    private static final int ORDER_BYTES = 1_024;

    private OrderJson() {}

    public static Buffer of(OrderView order) {
        return JsonBuffer.of(ORDER_BYTES, json -> write(order, json));
    }

    /** @param next cursor of the next page */
    public static Buffer page(OrderPage page, @Nullable String next) {
        return JsonBuffer.of(ORDER_BYTES * (page.items().size() + 1), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (OrderView order : page.items()) {
                write(order, json);
            }
            json.writeEndArray();
            if (next != null) {
                json.writeStringField("next", next);
            }
            json.writeEndObject();
        });
    }

    private static void write(OrderView order, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", order.id().toString());
        json.writeStringField("status", order.status().name());
        json.writeArrayFieldStart("lines");
        for (OrderLine line : order.lines()) {
            write(line, json);
        }
        json.writeEndArray();
        ProductJson.write("total", order.total(), json);
        write(order.payment(), json);
        json.writeArrayFieldStart("timeline");
        for (TimelineEntry entry : order.timeline()) {
            write(entry, json);
        }
        json.writeEndArray();
        writeIfPresent("locale", order.locale(), json);
        json.writeStringField("createdAt", order.createdAt().toString());
        json.writeStringField("updatedAt", order.updatedAt().toString());
        json.writeEndObject();
    }

    private static void write(OrderLine line, JsonGenerator json) throws IOException {
        json.writeStartObject();
        LineJson.writeMembers(line.sku(), line.name(), line.quantity(), line.unitPrice(), line.lineTotal(), json);
        writeIfPresent("reason", line.reason(), json);
        json.writeEndObject();
    }

    private static void write(PaymentView payment, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("payment");
        json.writeStringField("status", payment.status());
        ProductJson.write("authorized", payment.authorized(), json);
        ProductJson.write("captured", payment.captured(), json);
        ProductJson.write("refunded", payment.refunded(), json);
        json.writeEndObject();
    }

    private static void write(TimelineEntry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("seq", entry.seq());
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("status", entry.status().name());
        json.writeStringField("event", entry.event());
        writeIfPresent("reason", entry.reason(), json);
        writeIfPresent("eventId", entry.eventId(), json);
        writeIfPresent("traceId", entry.traceId(), json);
        json.writeEndObject();
    }

    private static void writeIfPresent(String member, @Nullable Object value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(member, value.toString());
        }
    }
}
