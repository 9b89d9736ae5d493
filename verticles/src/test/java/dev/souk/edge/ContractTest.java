package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.souk.edge.auth.KeySource;
import dev.souk.edge.auth.Tokens;
import dev.souk.edge.contract.Contract;
import dev.souk.edge.contract.FieldError;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.http.Responses;
import dev.souk.edge.limit.RateLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract describes everything that the edge does, and nothing else. */
class ContractTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d{3}) \\|");

    private final EdgeServer edge = EdgeServer.shared();
    private final Contract contract = Awaiting.result(Contract.load(edge.vertx));

    private EdgeRouter router() {
        KeySource keys = new KeySource(edge.vertx, edge.settings.auth(), edge.issuer, System::nanoTime);
        RateLimits limits = new Front(edge.vertx, edge.edge, null).limits();
        Access access = new Access(new Tokens(edge.vertx, edge.settings.auth(), keys, Clock.systemUTC()), limits);
        Quota quota = new Quota(limits);
        return new EdgeRouter(
                edge.vertx,
                contract,
                access,
                quota,
                new Responses(new SimpleMeterRegistry()),
                edge.edge.bodies(),
                1_000);
    }

    private static Future<Answer> nothing(Call call) {
        return Future.succeededFuture(Reply.empty(204));
    }

    @Test
    void everyOperationNeedsAHandler() {
        EdgeRouter incomplete = router();
        EdgeRouter complete = router();
        List<String> all = contract.openApi().operations().stream()
                .map(Operation::getOperationId)
                .toList();
        all.stream().skip(1).forEach(operation -> incomplete.mount(operation, ContractTest::nothing));
        all.forEach(operation -> complete.mount(operation, ContractTest::nothing));

        assertThatThrownBy(incomplete::router)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(all.getFirst());
        assertThat(complete.router().getRoutes()).hasSize(all.size());
    }

    @Test
    void everyHandlerNeedsAnOperation() {
        assertThatThrownBy(() -> router().mount("sellEverything", ContractTest::nothing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sellEverything");
        assertThatThrownBy(() ->
                        router().mount("getOrder", ContractTest::nothing).mount("getOrder", ContractTest::nothing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void everyOperationIsThereOverHttp() {
        for (Operation operation : contract.openApi().operations()) {
            String path = operation
                    .getAbsoluteOpenAPIPath()
                    .replace("{id}", Samples.ORDER.toString())
                    .replace("{deliveryId}", Samples.ORDER.toString())
                    .replace("{sku}", "x");
            HttpResponse<Buffer> response =
                    edge.request(operation.getHttpMethod(), path).send();

            boolean problem = response.statusCode() >= 400;
            assertThat(problem ? response.bodyAsJsonObject().getString("code") : "")
                    .as(operation.getOperationId())
                    .isNotIn("route_not_found", "method_not_allowed");
        }
    }

    @ParameterizedTest
    @CsvSource({"/openapi.yaml, /openapi/souk.yaml", "/asyncapi.yaml, /asyncapi/souk.yaml"})
    void isServedAsItWasWritten(String path, String resource) throws IOException {
        HttpResponse<Buffer> response = edge.get(path).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/yaml");
        try (var in = Contract.class.getResourceAsStream(resource)) {
            assertThat(response.body()).isEqualTo(Buffer.buffer(in.readAllBytes()));
        }
    }

    @Test
    void namesEveryProblemWithItsStatus() throws IOException {
        JsonNode document = new YAMLMapper().readTree(contract.text().getBytes());
        List<String> listed = new ArrayList<>();
        ROW.matcher(document.at("/info/description").asText())
                .results()
                .forEach(row -> listed.add(row.group(1) + " " + row.group(2)));
        List<String> codes = StreamSupport.stream(
                        document.at("/components/schemas/Problem/properties/code/enum")
                                .spliterator(),
                        false)
                .map(JsonNode::asText)
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(List.of(ProblemCode.values()).stream()
                        .map(code -> code.code() + " " + code.status())
                        .toList());
        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(List.of(ProblemCode.values()).stream()
                        .map(ProblemCode::code)
                        .toList());
    }

    /** The example is in the response of its status that all its operations share, or in that of {@code default}. */
    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyProblemHasAnExampleWhereItMayCome(ProblemCode code) throws IOException {
        JsonNode document = new YAMLMapper().readTree(contract.text().getBytes());
        JsonNode example = document.at("/components/examples/" + code.code() + "/value");
        JsonNode shown = document.at("/components/responses")
                .findParents(code.code())
                .getFirst()
                .get(code.code());

        assertThat(example.path("type").asText()).isEqualTo("urn:problem-type:souk:" + code.code());
        assertThat(example.path("title").asText()).isEqualTo(code.title());
        assertThat(example.path("status").asInt()).isEqualTo(code.status());
        assertThat(example.path("code").asText()).isEqualTo(code.code());
        assertThat(shown.path("$ref").asText()).isEqualTo("#/components/examples/" + code.code());
        MediaType problem = Objects.requireNonNull(contract.openApi()
                .operation("getOrder")
                .getDefaultResponse()
                .getContent()
                .get(MediaType.APPLICATION_JSON));
        OutputUnit result = contract.openApi()
                .getSchemaRepository()
                .validator(problem.getSchema())
                .validate(new JsonObject(example.toString()));
        assertThat(result.getValid()).as(() -> result.toJson().encode()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyProblemIsADocumentOfOneShape(ProblemCode code) {
        Problem problem = Problem.of(code, "why").withErrors(List.of(new FieldError("a.b", "is wrong")));

        JsonObject document = new JsonObject(Responses.document(problem, "ab".repeat(16), "r-1"));

        Map<String, Object> members =
                document.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(members)
                .containsOnlyKeys("type", "title", "status", "detail", "code", "traceId", "requestId", "errors")
                .containsEntry("type", "urn:problem-type:souk:" + code.code())
                .containsEntry("title", code.title())
                .containsEntry("status", code.status())
                .containsEntry("detail", "why")
                .containsEntry("traceId", "ab".repeat(16))
                .containsEntry("requestId", "r-1");
        assertThat(document.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(JsonObject.of("field", "a.b", "message", "is wrong")));
        assertThat(new JsonObject(Responses.document(Problem.of(code), "x", "r-1")).fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "traceId", "requestId");
    }
}
