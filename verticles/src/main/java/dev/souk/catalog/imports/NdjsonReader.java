package dev.souk.catalog.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.souk.bus.Json;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import java.util.Optional;

/** One JSON object a line. Fields that the import does not know are ignored, so that a listing can be imported again. */
final class NdjsonReader implements LineReader {
    private static final ObjectReader READER = Json.MAPPER
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    @Override
    public Optional<ParsedLine> read(long line, String text) {
        JsonNode object;
        try {
            object = READER.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.of(new BadLine(line, "not JSON: " + e.getOriginalMessage()));
        }
        return Optional.of(object.isObject() ? product(line, object) : new BadLine(line, "not a JSON object"));
    }

    private static ParsedLine product(long line, JsonNode object) {
        LineFields fields = new LineFields(line, field -> field);
        String sku = text(fields, object, "sku", true);
        ProductContent content = new ProductContent(
                text(fields, object, "name", true),
                text(fields, object, "description", false),
                text(fields, object, "category", false),
                price(fields, object.path("price")));
        return fields.product(sku, content, whole(fields, object.path("stock"), "stock", false));
    }

    private static Money price(LineFields fields, JsonNode price) {
        if (!price.isObject()) {
            fields.defect("price", "must be an object of amount and currency");
            return Money.zero("");
        }
        JsonNode currency = price.path("currency");
        return new Money(
                whole(fields, price.path("amount"), "price.amount", true),
                currency.isTextual() ? currency.textValue() : "");
    }

    private static String text(LineFields fields, JsonNode object, String field, boolean required) {
        JsonNode value = object.path(field);
        if (value.isTextual()) {
            return value.textValue();
        }
        if (required || !isAbsent(value)) {
            fields.defect(field, isAbsent(value) ? "is missing" : "must be a string");
        }
        return "";
    }

    private static long whole(LineFields fields, JsonNode value, String field, boolean required) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (required || !isAbsent(value)) {
            fields.defect(field, isAbsent(value) ? "is missing" : "must be a whole number");
        }
        return 0;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
