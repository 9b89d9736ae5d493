package dev.souk.launcher.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.souk.bus.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks events against the AsyncAPI document: each keeps every rule, and has no member that the document omits. */
final class EventsDocument {
    private static final String RESOURCE = "/asyncapi/souk.yaml";
    /** The name of the contract in the document, and its resource. */
    private static final String CONTRACT = "./openapi.yaml";

    private static final String CONTRACT_RESOURCE = "/openapi/souk.yaml";

    private final JsonNode root;

    private EventsDocument(JsonNode root) {
        this.root = root;
    }

    static EventsDocument read() {
        return new EventsDocument(document(RESOURCE));
    }

    private static JsonNode document(String resource) {
        try (InputStream in = EventsDocument.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** @return by type of event: the topic that it comes on */
    Map<String, String> topics() {
        Map<String, String> topics = new TreeMap<>();
        root.get("channels").forEach(channel -> {
            String address = channel.get("address").asText();
            if (address.startsWith("souk.") && !address.endsWith(".dlq")) {
                channel.get("messages").fieldNames().forEachRemaining(type -> topics.put(type, address));
            }
        });
        return topics;
    }

    /** @return the message of that type of event, as its channel has it */
    JsonNode message(String type) {
        for (JsonNode channel : root.get("channels")) {
            JsonNode message = channel.get("messages").get(type);
            if (message != null) {
                return resolved(message);
            }
        }
        throw new AssertionError(RESOURCE + " does not know " + type);
    }

    /** @return the faults of an event that was sent; none when it is as the document says */
    List<String> findings(String type, JsonNode event) {
        JsonNode schema = inlined(message(type).get("payload"), root);
        List<String> findings = new ArrayList<>();
        OutputUnit result = Validator.create(
                        JsonSchema.of(new JsonObject(Json.text(schema))),
                        new JsonSchemaOptions()
                                .setBaseUri("https://souk.example/")
                                .setDraft(Draft.DRAFT202012))
                .validate(new JsonObject(Json.text(event)));
        if (!Boolean.TRUE.equals(result.getValid())) {
            findings.add(result.toJson().encode());
        }
        undocumented("", event, List.of(schema), findings);
        return findings;
    }

    private static void undocumented(String path, JsonNode value, List<JsonNode> schemas, List<String> findings) {
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(schema -> flatten(schema, all));
        if (value.isArray()) {
            List<JsonNode> items = members(all, "items");
            value.forEach(item -> undocumented(path + "[]", item, items, findings));
            return;
        }
        value.properties().forEach(member -> {
            List<JsonNode> known = members(members(all, "properties"), member.getKey());
            String name = path + "." + member.getKey();
            if (known.isEmpty()) {
                findings.add(name + " is not documented");
            } else {
                undocumented(name, member.getValue(), known, findings);
            }
        });
    }

    private static void flatten(JsonNode schema, List<JsonNode> all) {
        all.add(schema);
        schema.path("allOf").forEach(part -> flatten(part, all));
    }

    private static List<JsonNode> members(List<JsonNode> of, String name) {
        return of.stream()
                .filter(node -> node.has(name))
                .map(node -> node.get(name))
                .toList();
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : node;
    }

    /** The schema without references: neither to elsewhere in its document nor to the contract of requests. */
    private static JsonNode inlined(JsonNode node, JsonNode within) {
        if (node.isArray()) {
            ArrayNode copy = Json.MAPPER.createArrayNode();
            node.forEach(item -> copy.add(inlined(item, within)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.has("$ref")) {
            String reference = node.get("$ref").asText();
            JsonNode other = reference.startsWith(CONTRACT + "#") ? document(CONTRACT_RESOURCE) : within;
            JsonNode target = other.at(reference.substring(reference.indexOf('#') + 1));
            if (target.isMissingNode()) {
                throw new AssertionError("a reference to nothing: " + node);
            }
            return inlined(target, other);
        }
        ObjectNode copy = Json.MAPPER.createObjectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), inlined(member.getValue(), within)));
        return copy;
    }
}
