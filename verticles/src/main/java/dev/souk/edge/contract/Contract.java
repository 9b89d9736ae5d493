package dev.souk.edge.contract;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI contract: the document that is served at {@code /openapi.yaml}, and the rules that every request is held
 * to. Loaded once per node.
 *
 * <p>vertx-openapi refuses a contract that names a media type it does not know (problem+json, NDJSON, CSV, event
 * streams), so it is given a copy in which these go by names that it does know. Only the loader sees the copy.
 */
public final class Contract {
    private static final String RESOURCE = "/openapi/souk.yaml";
    private static final String EVENTS = "/asyncapi/souk.yaml";
    private static final YAMLMapper YAML = new YAMLMapper();
    /** The router builder puts an empty chain before operations with alternatives, which refuses every caller. */
    static final String SECURITY = "x-security";

    private static final Map<String, String> STAND_INS = Map.of(
            "security", SECURITY,
            "application/problem+json", "application/json",
            "application/x-ndjson", "text/plain",
            "application/yaml", "text/plain",
            "text/csv", "text/plain",
            "text/event-stream", "text/plain");

    private final Buffer text;
    private final Buffer events;
    private final OpenAPIContract openApi;
    private final Map<String, OperationRules> rules;

    private Contract(Source source, OpenAPIContract openApi) {
        this.text = source.text();
        this.events = source.events();
        this.openApi = openApi;
        this.rules = openApi.operations().stream()
                .collect(Collectors.toUnmodifiableMap(Operation::getOperationId, OperationRules::of));
    }

    /** Fails when the contract is not valid OpenAPI 3.1, or makes a promise that no rule checks. */
    public static Future<Contract> load(Vertx vertx) {
        return vertx.executeBlocking(Contract::read)
                .compose(source ->
                        OpenAPIContract.from(vertx, source.copy()).map(openApi -> new Contract(source, openApi)));
    }

    private record Source(Buffer text, Buffer events, JsonObject copy) {}

    private static Source read() throws IOException {
        byte[] text = bytes(RESOURCE);
        return new Source(
                Buffer.buffer(text), Buffer.buffer(bytes(EVENTS)), (JsonObject) copy(YAML.readValue(text, Map.class)));
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = Contract.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static Object copy(Object part) {
        return switch (part) {
            case Map<?, ?> members -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                members.forEach((name, value) ->
                        copy.put(STAND_INS.getOrDefault(String.valueOf(name), String.valueOf(name)), copy(value)));
                yield new JsonObject(copy);
            }
            case List<?> items -> {
                // The loader writes into the document that it is given.
                JsonArray copy = new JsonArray();
                items.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            default -> part;
        };
    }

    /** YAML, as it was written. */
    public Buffer text() {
        return text;
    }

    /** The messages that the shop sends of its own accord: AsyncAPI in YAML, as it was written. */
    public Buffer events() {
        return events;
    }

    public OpenAPIContract openApi() {
        return openApi;
    }

    public OperationRules rules(String operationId) {
        OperationRules known = rules.get(operationId);
        if (known == null) {
            throw new IllegalStateException("the contract has no operation " + operationId);
        }
        return known;
    }

    /** @return the methods of the path for an {@code Allow} header; none when the contract does not know the path */
    @Nullable
    public String allowed(String path) {
        Path known = openApi.findPath(path);
        if (known == null) {
            return null;
        }
        TreeSet<String> methods = new TreeSet<>();
        for (Operation operation : known.getOperations()) {
            methods.add(operation.getHttpMethod().name());
            if (operation.getHttpMethod().equals(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD.name());
            }
        }
        return String.join(", ", methods);
    }
}
