package dev.souk.edge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of Spectral's {@code spectral:oas} that are of use here, and the promises of this contract beyond them: a
 * reader finds for every operation its purpose, and every status of an error that it is likely to answer with.
 */
class ContractRulesTest {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final JsonNode CONTRACT = read();

    /** @param shared parameters of its path */
    record Operation(String method, String path, JsonNode says, JsonNode shared) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        boolean documents(int status) {
            return says.path("responses").has(Integer.toString(status));
        }

        List<JsonNode> parameters() {
            List<JsonNode> all = new ArrayList<>();
            shared.forEach(parameter -> all.add(resolved(parameter)));
            says.path("parameters").forEach(parameter -> all.add(resolved(parameter)));
            return all;
        }

        boolean hasHeader(String name) {
            return parameters().stream()
                    .anyMatch(parameter -> parameter.path("in").asText().equals("header")
                            && parameter.path("name").asText().equals(name));
        }
    }

    private static JsonNode read() {
        try (InputStream in = ContractRulesTest.class.getResourceAsStream("/openapi/souk.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? CONTRACT.at(node.get("$ref").asText().substring(1)) : node;
    }

    static Stream<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        CONTRACT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (METHODS.contains(member.getKey())) {
                        all.add(new Operation(
                                member.getKey(),
                                path.getKey(),
                                member.getValue(),
                                path.getValue().path("parameters")));
                    }
                }));
        assertThat(all).hasSizeGreaterThan(30);
        return all.stream();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void saysWhatItIsFor(Operation operation) {
        JsonNode says = operation.says();

        assertThat(says.path("operationId").asText()).matches("[a-z][A-Za-z]+");
        assertThat(texts(says.path("tags"))).hasSize(1);
        assertThat(says.path("summary").asText()).endsWith(".").doesNotContain("\n");
        assertThat(says.path("description").asText().strip()).endsWith(".");
    }

    @Test
    void namesNoOperationTwice() {
        assertThat(operations()
                        .map(operation -> operation.says().path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyTagIsDescribedAndUsed() {
        List<String> known = new ArrayList<>();
        CONTRACT.path("tags").forEach(tag -> {
            assertThat(tag.path("description").asText()).isNotBlank();
            known.add(tag.path("name").asText());
        });

        assertThat(known)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(operations()
                        .flatMap(operation -> texts(operation.says().path("tags")).stream())
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void saysWhatItAnswersWith(Operation operation) {
        List<String> statuses = new ArrayList<>();
        operation.says().path("responses").fieldNames().forEachRemaining(statuses::add);

        assertThat(statuses).contains("default").anyMatch(status -> status.startsWith("2"));
        operation.says().path("responses").properties().forEach(response -> {
            JsonNode answer = resolved(response.getValue());
            assertThat(answer.path("description").asText())
                    .as(response.getKey())
                    .isNotBlank();
            if (response.getKey().equals("default") || response.getKey().matches("[45]..")) {
                assertThat(answer.at("/content/application~1problem+json/schema/$ref")
                                .asText())
                        .as(response.getKey())
                        .isEqualTo("#/components/schemas/Problem");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void saysInWhichWaysItIsLikelyToBeRefused(Operation operation) {
        JsonNode says = operation.says();
        Set<Integer> needed = new TreeSet<>();
        if (!operation.parameters().isEmpty() || says.has("requestBody")) {
            needed.add(400);
        }
        if (says.has("security")) {
            needed.add(401);
            if (says.get("security").valueStream().noneMatch(JsonNode::isEmpty)) {
                needed.add(403);
            }
        }
        if (operation.path().contains("{")) {
            needed.add(404);
        }
        if (operation.hasHeader("If-Match")) {
            needed.add(412);
        }
        if (says.has("requestBody")) {
            needed.addAll(List.of(413, 415));
        }
        if (operation.hasHeader("Idempotency-Key") && says.has("requestBody")) {
            needed.add(422);
        }
        needed.addAll(List.of(429, 503));

        assertThat(needed).allMatch(operation::documents);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void declaresWhatItsPathNames(Operation operation) {
        List<String> named = new ArrayList<>();
        Matcher matcher = IN_PATH.matcher(operation.path());
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        List<String> declared = new ArrayList<>();
        for (JsonNode parameter : operation.parameters()) {
            assertThat(parameter.has("schema"))
                    .as(parameter.path("name").asText())
                    .isTrue();
            if (parameter.path("in").asText().equals("path")) {
                assertThat(parameter.path("required").asBoolean()).isTrue();
                declared.add(parameter.path("name").asText());
            }
        }

        assertThat(declared).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> references = new TreeSet<>();
        CONTRACT.findValues("$ref").forEach(reference -> references.add(reference.asText()));
        Set<String> components = new TreeSet<>();
        CONTRACT.path("components").properties().forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> components.add("#/components/" + kind.getKey() + "/" + name));
            }
        });

        assertThat(references)
                .allMatch(reference -> !CONTRACT.at(reference.substring(1)).isMissingNode());
        assertThat(references).containsAll(components);
    }

    @Test
    void saysWhatItIsAndUnderWhichLicence() {
        JsonNode info = CONTRACT.path("info");

        assertThat(List.of("title", "version", "summary", "description"))
                .allMatch(member -> !info.path(member).asText().isBlank());
        assertThat(info.at("/license/identifier").asText()).isNotBlank();
        assertThat(CONTRACT.path("servers").isEmpty()).isFalse();
    }
}
