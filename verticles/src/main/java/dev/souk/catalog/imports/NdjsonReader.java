package dev.souk.catalog.imports;

import dev.souk.bus.StrictJson;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, read as strictly as the body of a request. Members that the import does not know are
 * reported, each name once; {@code version} and {@code updatedAt} are passed over, so that a listing can be imported
 * again.
 */
final class NdjsonReader implements LineReader {
    private static final Set<String> MEMBERS =
            Set.of("sku", "name", "description", "category", "price", "stock", "version", "updatedAt");
    private static final Set<String> PRICE_MEMBERS = Set.of("amount", "currency");

    private final UnknownNames unknown = new UnknownNames("the member");

    @Override
    public List<ParsedLine> read(long line, String text) {
        Object value;
        try {
            value = StrictJson.read(text);
        } catch (StrictJson.MalformedException e) {
            return List.of(new BadLine(line, "not JSON: " + e.getMessage()));
        }
        if (!(value instanceof JsonObject object)) {
            return List.of(new BadLine(line, "not a JSON object"));
        }
        List<ParsedLine> lines = new ArrayList<>();
        object.fieldNames().stream()
                .filter(name -> !MEMBERS.contains(name))
                .forEach(name -> unknown.notice(line, name).ifPresent(lines::add));
        if (object.getValue("price") instanceof JsonObject price) {
            price.fieldNames().stream()
                    .filter(name -> !PRICE_MEMBERS.contains(name))
                    .forEach(name -> unknown.notice(line, "price." + name).ifPresent(lines::add));
        }
        lines.add(product(line, object));
        return lines;
    }

    private static ParsedLine product(long line, JsonObject object) {
        LineFields fields = new LineFields(line, field -> field);
        String sku = text(fields, object, "sku", true);
        ProductContent content = new ProductContent(
                text(fields, object, "name", true),
                text(fields, object, "description", false),
                text(fields, object, "category", false),
                price(fields, object.getValue("price")));
        return fields.product(sku, content, whole(fields, object.getValue("stock"), "stock", false));
    }

    private static Money price(LineFields fields, @Nullable Object price) {
        if (!(price instanceof JsonObject money)) {
            fields.defect("price", "must be an object of amount and currency");
            return Money.zero("");
        }
        return new Money(
                whole(fields, money.getValue("amount"), "price.amount", true),
                money.getValue("currency") instanceof String currency ? currency : "");
    }

    private static String text(LineFields fields, JsonObject object, String field, boolean required) {
        Object value = object.getValue(field);
        if (value instanceof String text) {
            return text;
        }
        if (required || value != null) {
            fields.defect(field, value == null ? "is missing" : "must be a string");
        }
        return "";
    }

    private static long whole(LineFields fields, @Nullable Object value, String field, boolean required) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (required || value != null) {
            boolean large = value instanceof Number && !(value instanceof BigDecimal);
            fields.defect(field, value == null ? "is missing" : large ? "is out of range" : "must be a whole number");
        }
        return 0;
    }
}
