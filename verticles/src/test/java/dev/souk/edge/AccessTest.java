package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.auth.DevIssuer;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.Level;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    private final EdgeServer edge = EdgeServer.shared();

    @BeforeEach
    void everyOrderIsUnknown() {
        edge.features.answer(OrderEndpoints.GET, asked -> new NotFound());
    }

    private HttpResponse<Buffer> with(String authorization) {
        return edge.get(ORDER).header("Authorization", authorization).send();
    }

    private void assertRefused(HttpResponse<Buffer> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("unauthenticated");
        assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer realm=\"souk\"");
        assertThat(edge.features.asked(GetOrder.class)).isEmpty();
    }

    @Test
    void asksForAToken() {
        HttpResponse<Buffer> response = edge.get(ORDER).send();

        assertRefused(response);
        assertThat(response.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"souk\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic Y2FybDpwYXNz",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer a.b",
                "Bearer ..",
                "Bearer a.b.c.d"
            })
    void refusesWhatIsNoToken(String authorization) {
        assertRefused(with(authorization));
    }

    @Test
    void takesTheSchemeInAnyCase() {
        assertThat(with("bearer " + edge.token("carl", "customer")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesATokenThatHasExpired() {
        String token =
                edge.issuer.token("carl", List.of("customer"), Instant.now().minusSeconds(120), Duration.ofSeconds(60));

        assertRefused(with("Bearer " + token));
    }

    @Test
    void refusesATokenThatNeverExpires() {
        JsonObject claims =
                JsonObject.of("iss", "souk-dev", "aud", "souk", "sub", "carl", "roles", JsonArray.of("customer"));

        assertRefused(with("Bearer " + edge.issuer.sign(claims)));
    }

    @Test
    void refusesATokenWithoutASubject() {
        long soon = Instant.now().plusSeconds(60).getEpochSecond();
        JsonObject claims =
                JsonObject.of("iss", "souk-dev", "aud", "souk", "roles", JsonArray.of("customer"), "exp", soon);

        assertRefused(with("Bearer " + edge.issuer.sign(claims.copy())));
        assertRefused(with("Bearer " + edge.issuer.sign(claims.copy().put("sub", ""))));
        assertRefused(with("Bearer " + edge.issuer.sign(claims.copy().put("sub", "a\u0000b"))));
        assertRefused(with("Bearer " + edge.issuer.sign(claims.copy().put("sub", 5))));
    }

    @Test
    void refusesATokenOfAnotherIssuer() {
        JsonObject claims = JsonObject.of(
                "iss",
                "somebody",
                "aud",
                "souk",
                "sub",
                "carl",
                "exp",
                Instant.now().plusSeconds(60).getEpochSecond());

        assertRefused(with("Bearer " + edge.issuer.sign(claims)));
    }

    @Test
    void refusesATokenSignedWithAnotherKey() throws IOException {
        DevIssuer other =
                DevIssuer.openOrCreate(Files.createTempDirectory("souk-edge").resolve("other.pem"), "souk-dev", "souk");

        assertRefused(with("Bearer " + other.token("carl", List.of("customer"))));
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        String[] parts = edge.token("carl", "customer").split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("customer", "operator").getBytes(StandardCharsets.UTF_8));

        assertRefused(with("Bearer " + parts[0] + "." + forged + "." + parts[2]));
    }

    /** Tokens with the public key as the secret of a symmetric signature, and with no signature at all. */
    @Test
    void refusesOtherAlgorithms() {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"iss\":\"souk-dev\",\"aud\":\"souk\",\"sub\":\"eve\","
                                + "\"roles\":[\"operator\"],\"exp\":9999999999}")
                        .getBytes(StandardCharsets.UTF_8));
        for (String algorithm : List.of("none", "HS256")) {
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
            assertRefused(with("Bearer " + header + "." + claims + ".AAAA"));
            assertRefused(with("Bearer " + header + "." + claims + "."));
            assertRefused(with("Bearer " + header + "." + claims));
        }
    }

    @Test
    void asksForARole() {
        HttpResponse<Buffer> response = edge.get(ORDER).as("mia", "merchant").send();

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("forbidden");
        assertThat(response.bodyAsJsonObject().getString("detail")).contains("customer or operator");
    }

    @Test
    void givesNothingForRolesThatNobodyKnows() {
        assertThat(edge.get(ORDER).as("mia", "admin", "CUSTOMER").send().statusCode())
                .isEqualTo(403);
    }

    @Test
    void looksAtTheTokenBeforeTheRequest() {
        HttpResponse<Buffer> response = edge.post("/v1/orders").json("{}");

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void refusesABadTokenAlsoWhereNoneIsNeeded() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> new Level("x", 1, 1, 0, 0));

        assertThat(edge.get("/v1/stock/x").send().statusCode()).isEqualTo(200);
        assertThat(edge.get("/v1/stock/x")
                        .header("Authorization", "Bearer a.b.c")
                        .send()
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void remembersWhoATokenIsOf() {
        String token = edge.token("carl", "customer");

        for (int i = 0; i < 3; i++) {
            assertThat(with("Bearer " + token).statusCode()).isEqualTo(404);
        }
        assertThat(edge.features.lastAsked(GetOrder.class).owner()).isEqualTo("carl");
    }
}
