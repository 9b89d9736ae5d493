package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Response;
import org.jspecify.annotations.Nullable;

/** Checks responses against the contract, by a validator that is not the edge's own. */
final class Conformance {
    private static final String PROBLEM = "application/problem+json";

    private final Contract contract;

    Conformance(Vertx vertx) {
        this.contract = Awaiting.result(Contract.load(vertx));
    }

    void check(HttpMethod method, String path, HttpResponse<Buffer> response) {
        HttpMethod documented = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        Operation operation = contract.openApi().findOperation(path.split("\\?", 2)[0], documented);
        String type = response.getHeader("Content-Type");
        if (response.statusCode() >= 400) {
            assertThat(type).isEqualTo(PROBLEM);
            assertThat(response.getHeader("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        }
        if (operation == null || method.equals(HttpMethod.HEAD)) {
            return;
        }
        Response documentedResponse = response(operation, response.statusCode());
        if (documentedResponse == null) {
            throw new AssertionError(method + " " + path + " does not document " + response.statusCode());
        }
        MediaType media = documentedResponse.getContent().get(MediaType.APPLICATION_JSON);
        if (media != null) {
            OutputUnit result = contract.openApi()
                    .getSchemaRepository()
                    .validator(media.getSchema())
                    .validate(response.bodyAsJsonObject());
            assertThat(result.getValid())
                    .as(() -> response.bodyAsString() + " breaks the contract: " + result.toJson())
                    .isTrue();
        }
    }

    private static @Nullable Response response(Operation operation, int status) {
        Response own = operation.getResponse(status);
        return own == null && status >= 400 ? operation.getDefaultResponse() : own;
    }
}
