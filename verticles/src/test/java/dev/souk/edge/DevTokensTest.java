package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.NotFound;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /dev/tokens}. */
class DevTokensTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    private final EdgeServer edge = EdgeServer.shared();

    private HttpResponse<Buffer> withTokenOf(String body) {
        edge.features.answer(OrderEndpoints.GET, asked -> new NotFound());
        HttpResponse<Buffer> given = edge.post("/dev/tokens").json(body);
        assertThat(given.statusCode()).isEqualTo(200);
        return edge.get(ORDER)
                .header("Authorization", "Bearer " + given.bodyAsJsonObject().getString("token"))
                .send();
    }

    @Test
    void givesATokenToWhoeverAsks() {
        assertThat(withTokenOf("{\"sub\": \"Zo\u00eb\", \"roles\": [\"customer\"]}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(edge.features.lastAsked(GetOrder.class).owner()).isEqualTo("Zo\u00eb");
        withTokenOf("{\"sub\": \"olga\", \"roles\": [\"merchant\", \"operator\"]}");
        assertThat(edge.features.lastAsked(GetOrder.class).owner()).isNull();
    }

    @Test
    void isForACustomerWhereNothingElseIsSaid() {
        assertThat(withTokenOf("{\"sub\": \"carl\"}").statusCode()).isEqualTo(404);
        assertThat(withTokenOf("{\"sub\": \"carl\", \"roles\": []}").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sub\": \"\"}",
                "{\"sub\": \"a\\u0000b\"}",
                "{\"sub\": \"a\", \"roles\": [\"root\"]}",
                "{\"sub\": \"a\", \"roles\": \"customer\"}",
                "{\"sub\": \"a\", \"expires\": 5}"
            })
    void keepsToTheContract(String body) {
        HttpResponse<Buffer> response = edge.post("/dev/tokens").json(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_request");
    }

    @Test
    void doesNotExistOutsideOfDevelopment(@TempDir Path folder) throws IOException {
        Path jwks = folder.resolve("jwks.json");
        Files.writeString(jwks, edge.issuer.jwks().encode());
        try (EdgeServer production =
                new EdgeServer(Map.of("auth.dev", "false", "auth.dev-key", "", "auth.jwks", jwks.toString()))) {
            HttpResponse<Buffer> response = production.post("/dev/tokens").json("{\"sub\": \"eve\"}");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("route_not_found");
            production.features.answer(OrderEndpoints.GET, asked -> new NotFound());
            assertThat(production
                            .get(ORDER)
                            .header("Authorization", "Bearer " + edge.token("carl", "customer"))
                            .send()
                            .bodyAsJsonObject()
                            .getString("code"))
                    .as("keys from the file alone do for tokens")
                    .isEqualTo("order_not_found");
        }
    }
}
