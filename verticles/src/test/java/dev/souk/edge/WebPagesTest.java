package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.settings.SettingsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages, as a browser or a cache asks for them. */
class WebPagesTest {
    private static final Path WEB = Path.of("src/main/resources/web");
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/web/[^\"]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?:from|import) ?\\(?'(\\.[^']+)'");
    /** The greatest size of a page, compressed, with its scripts, styles and fonts. */
    private static final int WEIGHT = 300_000;

    private final EdgeServer edge = EdgeServer.shared();

    private HttpResponse<Buffer> get(String path) {
        HttpResponse<Buffer> response = edge.get(path).send();
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response;
    }

    private static List<String> named(HttpResponse<Buffer> page) {
        return NAMED.matcher(page.bodyAsString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "ops.html", "docs.html"})
    void aPageHasNothingInline(String file) throws IOException {
        String page = Files.readString(WEB.resolve(file));

        assertThat(page)
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", "style=", "javascript:", "://")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void theListOfFilesIsTheFolder() throws IOException {
        List<String> listed = Files.readAllLines(WEB.resolve("files.txt"));
        try (Stream<Path> files = Files.walk(WEB)) {
            assertThat(listed)
                    .containsExactlyElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> WEB.relativize(file).toString().replace('\\', '/'))
                            .filter(name ->
                                    !name.endsWith(".html") && !name.endsWith(".md") && !name.equals("files.txt"))
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"/, text/html; charset=utf-8", "/ops, text/html; charset=utf-8", "/docs, text/html; charset=utf-8"})
    void aPageIsAskedForAgainAndItsFilesAreKept(String path, String type) {
        HttpResponse<Buffer> page = get(path);

        assertThat(page.getHeader("Content-Type")).isEqualTo(type);
        assertThat(page.getHeader("Cache-Control")).isEqualTo("no-cache");
        assertThat(named(page))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(get(name).getHeader("Cache-Control"))
                        .as(name)
                        .isEqualTo("public, max-age=31536000, immutable"));
    }

    @Test
    void everyScriptThatIsImportedIsThere() throws IOException {
        for (String file : Files.readAllLines(WEB.resolve("files.txt"))) {
            if (!file.startsWith("js/")) {
                continue;
            }
            Path script = WEB.resolve(file);
            for (MatchResult found :
                    IMPORTED.matcher(Files.readString(script)).results().toList()) {
                Path imported = script.resolveSibling(found.group(1)).normalize();
                assertThat(imported).as("imported by " + file).isRegularFile();
            }
        }
    }

    @Test
    void aPageWeighsLittle() throws IOException {
        Buffer all = Buffer.buffer();
        for (String file : Files.readAllLines(WEB.resolve("files.txt"))) {
            if (!file.startsWith("licence/")) {
                all.appendBuffer(edge.get("/web/any/" + file)
                        .header("Accept-Encoding", "gzip")
                        .send()
                        .body());
            }
        }

        assertThat(all.length()).isBetween(50_000, WEIGHT);
    }

    @Test
    void aScriptOfAnotherVersionIsNotKept() {
        HttpResponse<Buffer> script = get("/web/0123456789abcdef/js/shop/main.js");

        assertThat(script.getHeader("Cache-Control")).isEqualTo("no-cache");
        assertThat(script.getHeader("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip|true", "br, GZIP;q=0.5|true", "gzip;q=0|false", "gzip; q=0.000|false", "identity|false"})
    void isCompressedForWhoTakesIt(String encodings, boolean compressed) throws IOException {
        HttpResponse<Buffer> plain = get("/");
        HttpResponse<Buffer> other =
                edge.get("/").header("Accept-Encoding", encodings).send();

        assertThat(other.getHeader("Vary")).isEqualToIgnoringCase("Accept-Encoding");
        assertThat(other.getHeader("Content-Encoding")).isEqualTo(compressed ? "gzip" : null);
        if (compressed) {
            assertThat(other.getHeader("ETag")).isNotEqualTo(plain.getHeader("ETag"));
            assertThat(other.body().length()).isLessThan(plain.body().length());
            byte[] inflated =
                    new GZIPInputStream(new ByteArrayInputStream(other.body().getBytes())).readAllBytes();
            assertThat(Buffer.buffer(inflated)).isEqualTo(plain.body());
        } else {
            assertThat(other.body()).isEqualTo(plain.body());
        }
    }

    @Test
    void isNotSentAgainToWhoHasIt() {
        String tag = get("/").getHeader("ETag");
        for (String tags : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            HttpResponse<Buffer> again =
                    edge.get("/").header("If-None-Match", tags).send();

            assertThat(again.statusCode()).as(tags).isEqualTo(304);
            assertThat(again.body()).as(tags).isNull();
            assertThat(again.getHeader("ETag")).isEqualTo(tag);
        }
        assertThat(edge.get("/").header("If-None-Match", "\"other\"").send().statusCode())
                .isEqualTo(200);
    }

    @Test
    void hasAHeadWithoutItsBody() {
        HttpResponse<Buffer> page = get("/");
        HttpResponse<Buffer> head = edge.request(HttpMethod.HEAD, "/").send();

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.getHeader("Content-Length"))
                .isEqualTo(Integer.toString(page.body().length()));
        assertThat(head.getHeader("ETag")).isEqualTo(page.getHeader("ETag"));
        assertThat(head.body()).isNull();
    }

    @Test
    void letsOnlyTheNodesOwnScriptsRun() {
        HttpResponse<Buffer> page = get("/");

        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void theContractsPageRunsNothingButTheNodesOwnScriptsEither() {
        HttpResponse<Buffer> page = get("/docs");

        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(named(page))
                .anyMatch(name -> name.endsWith("/vendor/swagger-ui.css"))
                .anyMatch(name -> name.endsWith("/vendor/swagger-ui-bundle.js"));
    }

    /** The edge serves only those files of the WebJar that the page needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {"vendor/index.html", "vendor/swagger-ui.js", "vendor/swagger-initializer.js", "swagger-ui.css"})
    void nothingElseOfSwaggerUiIsServed(String file) {
        assertThat(edge.get("/web/any/" + file).send().statusCode()).isEqualTo(404);
        assertThat(edge.get("/webjars/swagger-ui/" + file).send().statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/web/",
                "/web/x",
                "/web/x/",
                "/web/x/index.html",
                "/web/x/../files.txt",
                "/web/x/%2e%2e/db/migration",
                "/index.html",
                "/v2/products"
            })
    void whatIsNoFileIsAProblemOfTheApi(String path) {
        HttpResponse<Buffer> response = edge.get(path).send();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("route_not_found");
    }

    @Test
    void onlyReadsAreAnswered() {
        assertThat(edge.post("/").json("{}").statusCode()).isEqualTo(404);
        assertThat(edge.delete("/web/config.json").send().statusCode()).isEqualTo(404);
    }

    @Test
    void tellsThePagesHowOneSignsInInDevelopment() {
        JsonObject config = get("/web/config.json").bodyAsJsonObject();

        assertThat(config.getString("signIn")).isEqualTo("dev");
        assertThat(config.getJsonArray("cards")).contains("tok_ok", "tok_declined");
        assertThat(config.containsKey("oidc")).isFalse();
    }

    @Test
    void tellsThePagesOfTheirIssuer(@TempDir Path folder) throws IOException {
        Path jwks = folder.resolve("jwks.json");
        Files.writeString(jwks, edge.issuer.jwks().encode());
        Map<String, String> production = Map.of(
                "auth.dev", "false",
                "auth.dev-key", "",
                "auth.jwks", jwks.toString(),
                "auth.issuer", "https://id.example.org:8443/realms/souk",
                "payment.provider", "live",
                "web.oidc-client-id", "souk-web");
        try (EdgeServer node = new EdgeServer(production)) {
            HttpResponse<Buffer> response = node.get("/web/config.json").send();

            assertThat(response.bodyAsJsonObject().getString("signIn")).isEqualTo("oidc");
            assertThat(response.bodyAsJsonObject().getJsonArray("cards")).isEqualTo(new JsonArray());
            assertThat(response.bodyAsJsonObject().getJsonObject("oidc"))
                    .isEqualTo(new JsonObject()
                            .put("issuer", "https://id.example.org:8443/realms/souk")
                            .put("clientId", "souk-web"));
            assertThat(response.getHeader("Content-Security-Policy"))
                    .contains("connect-src 'self' https://id.example.org:8443;");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"souk", "http://id.example.org", "ftp://id.example.org", "https:// no"})
    void anIssuerThatNoBrowserCanGoToStopsTheStart(String issuer, @TempDir Path folder) throws IOException {
        Path jwks = folder.resolve("jwks.json");
        Files.writeString(jwks, edge.issuer.jwks().encode());
        Map<String, String> wrong = Map.of(
                "auth.dev", "false",
                "auth.dev-key", "",
                "auth.jwks", jwks.toString(),
                "auth.issuer", issuer,
                "web.oidc-client-id", "souk-web");

        List<EdgeServer> started = new ArrayList<>();
        assertThatThrownBy(() -> started.add(new EdgeServer(wrong)))
                .hasRootCauseInstanceOf(SettingsException.class)
                .rootCause()
                .hasMessageContaining("auth.issuer");
        assertThat(started).isEmpty();
    }

    @Test
    void areNotThereWhereTheSettingsSaySo() {
        try (EdgeServer node = new EdgeServer(Map.of("web.enabled", "false"))) {
            assertThat(node.get("/").send().statusCode()).isEqualTo(404);
            assertThat(node.get("/docs").send().statusCode()).isEqualTo(404);
            assertThat(node.get("/web/config.json").send().statusCode()).isEqualTo(404);
        }
    }
}
