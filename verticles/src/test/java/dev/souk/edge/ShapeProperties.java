package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.contract.Contract;
import dev.souk.edge.contract.Findings;
import dev.souk.edge.contract.Shape;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The edge's own rules and a validator of JSON Schema that is not ours come to the same verdict on every body. */
class ShapeProperties {
    private static final String ID = "6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11";
    /** A good body for each operation that reads one. */
    private static final Map<String, List<String>> GOOD = Map.ofEntries(
            Map.entry("putProduct", List.of("""
                {"name": "Lamp", "description": "d", "category": "c", "price": {"amount": 5, "currency": "GBP"}}\
                """)),
            Map.entry("receiveStock", List.of("{\"quantity\": 5}")),
            Map.entry("putCartLine", List.of("{\"quantity\": 5}")),
            Map.entry("placeOrder", List.of("""
                     {"lines": [{"sku": "a b", "quantity": 2}], "payment": {"token": "tok_ok"}, "email": "a@b",
                      "expectedTotal": {"amount": 5, "currency": "GBP"}, "shipTo": {"city": "Leeds"}}\
                     """, """
                     {"cartId": "6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11", "payment": {"token": "t"}, "shipTo": "x"}\
                     """)),
            Map.entry("refundOrder", List.of("{\"amount\": 5}", "{}")),
            Map.entry("takeWebhook", List.of("{}")),
            Map.entry("createWebhook", List.of("{\"url\": \"https://a.example/x\", \"events\": [\"order.placed\"]}")),
            Map.entry("replaceWebhook", List.of("""
                {"url": "https://a.example/x", "events": ["order.*", "order.shipped"], "description": "ERP"}\
                """)),
            Map.entry("createToken", List.of("{\"sub\": \"carl\", \"roles\": [\"customer\", \"operator\"]}")),
            Map.entry("replayDeadLetters", List.of("{\"ids\": [\"souk.orders.dlq/0/17\"]}")),
            Map.entry("discardDeadLetters", List.of("{\"ids\": [\"souk.orders.dlq/0/17\"]}")));

    private static final Vertx VERTX = Vertx.vertx();
    private static final Contract CONTRACT = Awaiting.result(Contract.load(VERTX));
    private static final Map<String, Validator> VALIDATORS = new HashMap<>();

    @BeforeContainer
    static void load() {
        for (Operation operation : CONTRACT.openApi().operations()) {
            if (CONTRACT.rules(operation.getOperationId()).body() != null) {
                MediaType json = operation.getRequestBody().getContent().get(MediaType.APPLICATION_JSON);
                JsonSchema schema = Objects.requireNonNull(json).getSchema();
                VALIDATORS.put(
                        operation.getOperationId(),
                        CONTRACT.openApi().getSchemaRepository().validator(schema));
            }
        }
    }

    @AfterContainer
    static void close() {
        Awaiting.result(VERTX.close());
    }

    private static boolean shapeTakes(String operation, Object value) {
        Shape shape = CONTRACT.rules(operation).body();
        if (shape == null) {
            throw new AssertionError(operation + " reads no body");
        }
        Findings findings = new Findings();
        shape.check(value, findings);
        return findings.errors().isEmpty();
    }

    private static boolean schemaTakes(String operation, Object value) {
        Validator validator = VALIDATORS.get(operation);
        if (validator == null) {
            throw new AssertionError(operation + " reads no body");
        }
        return Boolean.TRUE.equals(validator.validate(value).getValid());
    }

    @Example
    void goodBodiesAreTakenByBoth() {
        assertThat(GOOD.keySet()).isEqualTo(VALIDATORS.keySet());
        GOOD.forEach((operation, bodies) -> bodies.forEach(body -> {
            assertThat(shapeTakes(operation, new JsonObject(body))).as(body).isTrue();
            assertThat(schemaTakes(operation, new JsonObject(body))).as(body).isTrue();
        }));
    }

    /** Something done to a value: {@code way} picks the place, {@code member} and {@code value} what is put there. */
    record Change(List<Integer> way, String member, Object value, Kind kind) {
        Change {
            way = List.copyOf(way);
        }
    }

    enum Kind {
        REPLACE,
        REMOVE,
        ADD
    }

    record Case(String operation, JsonObject body, List<Change> changes) {
        Case {
            changes = List.copyOf(changes);
        }

        Object changed() {
            JsonObject copy = body.copy();
            changes.forEach(change -> apply(change, copy, 0));
            return copy;
        }

        private static void apply(Change change, Object at, int depth) {
            if (at instanceof JsonObject object) {
                if (change.kind() == Kind.ADD && depth == change.way().size() - 1 || object.isEmpty()) {
                    object.put(change.member(), change.value());
                    return;
                }
                List<String> names = new ArrayList<>(object.fieldNames());
                String name = names.get(change.way().get(depth) % names.size());
                Object inner = object.getValue(name);
                boolean deeper =
                        depth + 1 < change.way().size() && (inner instanceof JsonObject || inner instanceof JsonArray);
                if (deeper) {
                    apply(change, inner, depth + 1);
                } else if (change.kind() == Kind.REMOVE) {
                    object.remove(name);
                } else {
                    object.put(name, change.value());
                }
            } else if (at instanceof JsonArray array) {
                if (change.kind() == Kind.ADD
                        || array.isEmpty()
                        || depth + 1 == change.way().size()) {
                    array.add(change.value());
                } else if (array.getValue(0) instanceof JsonObject inner) {
                    apply(change, inner, depth + 1);
                } else {
                    array.set(0, change.value());
                }
            }
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<String> members = Arbitraries.of(
                "sku",
                "quantity",
                "lines",
                "cartId",
                "payment",
                "token",
                "amount",
                "currency",
                "email",
                "shipTo",
                "name",
                "price",
                "roles",
                "sub",
                "city",
                "url",
                "events",
                "description",
                "x",
                "_x",
                "");
        Arbitrary<Object> values = Arbitraries.of(
                        "",
                        "x",
                        "a b",
                        " ",
                        "a/b",
                        "85123A",
                        ID,
                        ID + "x",
                        "1-1-1-1-1",
                        "GBP",
                        "gbp",
                        "a@b",
                        "a b@c",
                        "customer",
                        "tok_ok",
                        "order.*",
                        "order.eaten",
                        "y".repeat(64),
                        "y".repeat(65),
                        "y".repeat(300),
                        "\u00eb",
                        "\u0000",
                        "\u007f")
                .map(text -> (Object) text);
        Arbitrary<Object> numbers = Arbitraries.of(
                        (Object) 0,
                        1,
                        -1,
                        1_000_000,
                        1_000_001,
                        1_000_000_000,
                        1_000_000_001L,
                        Long.MAX_VALUE,
                        1.5,
                        -1_000_000_001L)
                .map(number -> number);
        Arbitrary<Object> others =
                Arbitraries.of("{}", "[]", "[1]", "{\"sku\":\"x\"}", "[{}]").map(io.vertx.core.json.Json::decodeValue);
        Arbitrary<Object> booleans = Arbitraries.of(true, false).map(bool -> (Object) bool);
        Arbitrary<Change> changes = Combinators.combine(
                        Arbitraries.integers().between(0, 9).list().ofMinSize(1).ofMaxSize(3),
                        members,
                        Arbitraries.oneOf(values, numbers, others, booleans),
                        Arbitraries.of(Kind.class))
                .as(Change::new);
        return Arbitraries.of(GOOD.keySet().stream().sorted().toList())
                .flatMap(operation -> Combinators.combine(
                                Arbitraries.of(GOOD.getOrDefault(operation, List.of())),
                                changes.list().ofMaxSize(3))
                        .as((body, all) -> new Case(operation, new JsonObject(body), all)));
    }

    @Property(tries = 3_000)
    void bothComeToOneVerdict(@ForAll("cases") Case example) {
        Object body = example.changed();

        assertThat(shapeTakes(example.operation(), body))
                .as(() -> example.operation() + " " + body)
                .isEqualTo(schemaTakes(example.operation(), body));
    }
}
