package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.auth.KeySource;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens with a valid signature and invalid claims, over HTTP. */
class TokensTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    private static final long NOW = Instant.now().getEpochSecond();

    private final EdgeServer edge = EdgeServer.shared();

    @BeforeEach
    void everyOrderIsUnknown() {
        edge.features.answer(OrderEndpoints.GET, asked -> new NotFound());
    }

    /** @param changed JSON by claim; empty: the claim is left out */
    private static String claims(Map<String, String> changed) {
        Map<String, String> claims = new HashMap<>(Map.of(
                "iss", "\"souk-dev\"",
                "aud", "\"souk\"",
                "sub", "\"carl\"",
                "roles", "[\"customer\"]",
                "exp", Long.toString(NOW + 3_600)));
        claims.putAll(changed);
        StringBuilder json = new StringBuilder();
        claims.forEach((name, value) -> {
            if (!value.isEmpty()) {
                json.append(json.isEmpty() ? "" : ",")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(value);
            }
        });
        return "{" + json + "}";
    }

    private int status(String header, String claims) {
        return edge.get(ORDER)
                .header("Authorization", "Bearer " + edge.issuer.sign(header, claims))
                .send()
                .statusCode();
    }

    private int with(String claim, Object value) {
        return status(HEADER, claims(Map.of(claim, value.toString())));
    }

    @Test
    void aGoodTokenIsTaken() {
        assertThat(status(HEADER, claims(Map.of()))).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exp | null",
                "exp | true",
                "exp | \"1790000000\"",
                "exp | []",
                "exp | {}",
                "exp | 1e400",
                "exp | 9223372036854775808",
                "exp | -1",
                "exp | 0",
                "exp | 1.5",
                "exp | ''",
                "nbf | null",
                "nbf | \"soon\"",
                "nbf | true",
                "nbf | [1]",
                "nbf | 1e400",
                "nbf | 99999999999",
                "iat | null",
                "iat | \"now\"",
                "iat | false",
                "iat | 1e400",
                "iss | null",
                "iss | 1",
                "iss | \"souk\"",
                "iss | [\"souk-dev\"]",
                "iss | ''",
                "aud | null",
                "aud | 1",
                "aud | \"\"",
                "aud | \"Souk\"",
                "aud | \"other\"",
                "aud | []",
                "aud | [\"other\",null,1]",
                "aud | [[\"souk\"]]",
                "aud | {\"souk\":1}",
                "aud | ''",
                "sub | null",
                "sub | 1",
                "sub | \"\"",
                "sub | [\"carl\"]",
                "sub | \"a\\u0000\"",
                "sub | \"a\\nb\"",
                "sub | \"\\ud800\"",
                "sub | \"\\udc00a\"",
                "sub | \"\\udfff\\ud800\"",
                "sub | ''"
            })
    void claimsThatAreNotWhatTheyShouldBeAreRefused(String claim, String value) {
        assertThat(with(claim, value)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud | [\"other\",\"souk\"]",
                "aud | [\"souk\"]",
                "exp | 99999999999.5",
                "exp | 9e10",
                "nbf | 0",
                "nbf | 1.5",
                "iat | 99999999999",
                "iat | 0.5",
                "scope | [1]",
                "jti | null"
            })
    void claimsThatAreNoReasonToRefuseAreNone(String claim, String value) {
        assertThat(with(claim, value)).isEqualTo(404);
    }

    /** The library that checks signatures expects some of them to be of a type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"amr | 5", "amr | [1]", "acr | 1", "roles | null", "roles | 1", "roles | [1,null]", "azp | {}"})
    void otherClaimsAreNoFault(String claim, String value) {
        assertThat(with(claim, value)).isIn(401, 403, 404);
    }

    @Test
    void timesAreHeldToTheClockAndALittleSkew() {
        assertThat(with("nbf", NOW + 3_000)).isEqualTo(401);
        assertThat(with("nbf", NOW - 1)).isEqualTo(404);
        assertThat(with("iat", NOW + 3_000)).isEqualTo(404);
        assertThat(with("exp", NOW - 3_000)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"crit\":[\"exp2\"],\"exp2\":1}",
                "{\"alg\":\"RS256\",\"crit\":[]}",
                "{\"alg\":\"RS256\",\"crit\":null}",
                "{\"alg\":\"RS256\",\"crit\":\"exp\"}",
                "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":true}",
                "{\"alg\":1}",
                "{\"alg\":null}",
                "{}",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"alg\":\"RS256\",\"kid\":null}",
                "{\"alg\":\"RS256\",\"alg\":\"RS256\"}",
                "/* c */{\"alg\":\"RS256\"}",
                "[\"RS256\"]",
                "\"RS256\"",
                "null"
            })
    void headersThatAreNotUnderstoodAreRefused(String header) {
        assertThat(status(header, claims(Map.of()))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"x\"", "{", "{}", "{} {}", "// c\n{}"})
    void whatIsNoSetOfClaimsIsRefused(String claims) {
        assertThat(status(HEADER, claims)).isEqualTo(401);
    }

    @Test
    void aClaimThatIsMadeTwiceIsRefused() {
        String twice = claims(Map.of()).replaceFirst("\\{", "{\"sub\":\"eve\",");

        assertThat(status(HEADER, twice)).isEqualTo(401);
    }

    @Test
    void aSubjectIsMeasuredInCodePoints() {
        assertThat(with("sub", "\"" + "\\ud83d\\ude00".repeat(255) + "\"")).isEqualTo(404);
        assertThat(with("sub", "\"" + "\\ud83d\\ude00".repeat(256) + "\"")).isEqualTo(401);
    }

    @Test
    void anAudienceIsCheckedByDefaultAndNotWhereTheSettingIsEmpty() {
        assertThat(SettingsLoader.load(List.of(), Map.of(), Map.of()).auth().audience())
                .isNotEmpty();
        try (EdgeServer open = new EdgeServer(Map.of("auth.audience", ""))) {
            open.features.answer(OrderEndpoints.GET, asked -> new NotFound());
            String token = open.issuer.sign(new JsonObject(claims(Map.of("aud", ""))));

            assertThat(open.get(ORDER)
                            .header("Authorization", "Bearer " + token)
                            .send()
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://issuer.example/jwks, true",
        "HTTPS://issuer.example/jwks, true",
        "http://localhost:8080/jwks, true",
        "http://127.0.0.1/jwks, true",
        "http://127.8.9.10/jwks, true",
        "http://[::1]:9/jwks, true",
        "http://issuer.example/jwks, false",
        "HTTP://issuer.example/jwks, false",
        "http://127.0.0.1.example/jwks, false",
        "http://127.example/jwks, false",
        "http://localhost.example/jwks, false",
        "http://localhost@issuer.example/jwks, false",
        "http://10.0.0.1/jwks, false",
        "http://[::2]/jwks, false",
        "http:///jwks, false",
        "http://a b/jwks, false"
    })
    void keysComeOverHttpsOrFromThisMachine(String url, boolean trusted) {
        assertThat(KeySource.isTrusted(url)).isEqualTo(trusted);
    }
}
