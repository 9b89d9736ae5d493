package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.edge.json.CanonicalJson;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An Idempotency-Key is bound to the value of a body, not to how the body is written. */
class CanonicalJsonProperties {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    /** Values from a small set, so that equal ones come often. */
    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of("", "a", "b", "1", "a\"b\\", "\u0000", "\u00eb", "\ud83d\ude00", "\ud800", "null"),
                Arbitraries.strings().ofMaxLength(4));
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                texts.map(NODES::textNode),
                Arbitraries.of(0L, 1L, -1L, 255L, Long.MAX_VALUE, Long.MIN_VALUE)
                        .map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonNode> arrays = values(depth - 1)
                .list()
                .ofMaxSize(3)
                .map(items -> NODES.arrayNode().addAll(items));
        Arbitrary<JsonNode> objects = Arbitraries.maps(texts, values(depth - 1))
                .ofMaxSize(3)
                .map(members -> (JsonNode) NODES.objectNode().setAll(members));
        return Arbitraries.oneOf(scalars, arrays, objects);
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode copy = NODES.objectNode();
            names.forEach(name -> copy.set(name, shuffled(object.get(name), random)));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            array.forEach(item -> copy.add(shuffled(item, random)));
            return copy;
        }
        return value;
    }

    private static Object read(JsonNode value, boolean pretty) {
        try {
            String text = pretty
                    ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : MAPPER.writeValueAsString(value);
            return Json.decodeValue(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Property
    void theOrderOfMembersAndWhiteSpaceDoNotMatter(@ForAll("values") JsonNode value, @ForAll Random random) {
        assertThat(CanonicalJson.hash(read(shuffled(value, random), true)))
                .isEqualTo(CanonicalJson.hash(read(value, false)));
    }

    @Property
    void valuesMatter(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
        assertThat(CanonicalJson.hash(read(one, false)).equals(CanonicalJson.hash(read(other, false))))
                .isEqualTo(one.equals(other));
    }

    /** Nothing is lost on the way, so that no two values can have one text. */
    @Property
    void theTextIsTheValueStill(@ForAll("values") JsonNode value) throws JsonProcessingException {
        assertThat(MAPPER.readTree(CanonicalJson.text(read(value, false))))
                .isEqualTo(MAPPER.readTree(MAPPER.writeValueAsString(value)));
    }

    @Example
    void aNumberIsOneHoweverItIsWritten() {
        for (String same : new String[] {"2", "2.0", "20e-1", "0.2e1"}) {
            assertThat(CanonicalJson.text(Json.decodeValue("{\"a\":" + same + "}")))
                    .isEqualTo("{\"a\":2}");
        }
        assertThat(CanonicalJson.text(Json.decodeValue("[1e20]")))
                .isEqualTo(CanonicalJson.text(Json.decodeValue("[100000000000000000000]")));
        assertThat(CanonicalJson.text(Json.decodeValue("[9007199254740993]")))
                .isNotEqualTo(CanonicalJson.text(Json.decodeValue("[9007199254740992]")));
        assertThat(CanonicalJson.text(Json.decodeValue("[\"1\"]")))
                .isNotEqualTo(CanonicalJson.text(Json.decodeValue("[1]")));
    }
}
