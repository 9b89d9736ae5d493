package dev.souk.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.edge.Awaiting;
import dev.souk.edge.EdgeServer;
import dev.souk.edge.RawClient;
import dev.souk.settings.SettingsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge with a certificate, and the bounds of HTTP/2. */
class TlsTest {
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir
    private static Path folder;

    private static PemPair own;

    @BeforeAll
    static void makeCertificates() throws IOException {
        own = PemPair.make(folder, "ec", "EC");
        PemPair.make(folder, "rsa", "RSA");
        Files.writeString(folder.resolve("not.pem"), "no certificate and no key\n");
        Files.writeString(
                folder.resolve("broken.cert.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    }

    private static EdgeServer server(PemPair pair, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "http.tls-cert",
                pair.cert().toString(),
                "http.tls-key",
                pair.key().toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new EdgeServer(settings);
    }

    private static WebClientOptions trusting(PemPair pair) {
        WebClientOptions options = new WebClientOptions();
        options.setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(pair.cert().toString()));
        return options;
    }

    private static HttpResponse<Buffer> contract(EdgeServer server, WebClientOptions options) {
        return Awaiting.result(server.client(options).get("/openapi.yaml").send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void http2AndHttp1AreSpokenOverTlsAsTheClientChooses(String algorithm) {
        PemPair pair = PemPair.make(folder, "of-" + algorithm, algorithm);
        try (EdgeServer server = server(pair)) {
            WebClientOptions both = trusting(pair);
            both.setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
            HttpResponse<Buffer> second = contract(server, both);
            HttpResponse<Buffer> first = contract(server, trusting(pair));

            assertThat(second.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(first.version()).isEqualTo(HttpVersion.HTTP_1_1);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(first.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        }
    }

    @Test
    void withoutTlsNothingIsSaidOfIt() {
        assertThat(EdgeServer.shared().get("/openapi.yaml").send().getHeader("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void whereThereIsTlsThereIsNothingElse() throws IOException {
        try (EdgeServer server = server(own);
                RawClient client = new RawClient(server)) {
            assertThat(client.send("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .untilClosed())
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001"})
    void aHandshakeThatDoesNotComeIsGivenUp(String begun) throws IOException {
        try (EdgeServer server = server(own, "http.head-timeout", "500ms");
                RawClient client = new RawClient(server)) {
            assertThat(client.send(begun).untilClosed()).doesNotContain("HTTP/");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ec.cert.pem, -, http.tls-cert needs http.tls-key",
                "-, ec.key.pem, http.tls-key needs http.tls-cert",
                "none.pem, ec.key.pem, http.tls-cert: @none.pem cannot be read (NoSuchFileException)",
                "ec.cert.pem, none.pem, http.tls-key: @none.pem cannot be read (NoSuchFileException)",
                "not.pem, ec.key.pem, http.tls-cert: @not.pem holds no BEGIN CERTIFICATE in PEM",
                "ec.cert.pem, ec.cert.pem, http.tls-key: @ec.cert.pem holds no PRIVATE KEY in PEM",
                "ec.cert.pem, rsa.key.pem, http.tls-cert and http.tls-key cannot be used together",
                "broken.cert.pem, ec.key.pem, http.tls-cert and http.tls-key cannot be used together",
            })
    void whatCannotBeUsedStopsTheStart(String cert, String key, String said) {
        Map<String, String> settings = Map.of(
                "http.tls-cert", cert == null ? "" : folder.resolve(cert).toString(),
                "http.tls-key", key == null ? "" : folder.resolve(key).toString());

        assertThatThrownBy(() -> new EdgeServer(settings))
                .rootCause()
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(said.replace("@", folder + "/"));
    }

    @Test
    void aKeyOfAnotherCertificateOfTheSameKindStopsTheStart() {
        PemPair other = PemPair.make(folder, "other", "EC");

        assertThatThrownBy(() -> server(new PemPair(own.cert(), other.key())))
                .rootCause()
                .isInstanceOf(SettingsException.class)
                .hasMessage("http.tls-cert and http.tls-key cannot be used together (of two pairs)");
    }

    private static Socket connect(EdgeServer server, boolean tls) throws Exception {
        if (!tls) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
            plain.setSoTimeout(PATIENCE_MILLIS);
            return plain;
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(own.cert())) {
            trusted.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        SSLSocket secret =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        secret.setSoTimeout(PATIENCE_MILLIS);
        SSLParameters parameters = secret.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secret.setSSLParameters(parameters);
        secret.startHandshake();
        assertThat(secret.getApplicationProtocol()).isEqualTo("h2");
        return secret;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionOfHttp2HasFewStreamsAndMayNotResetManyOfThem(boolean tls) throws Exception {
        try (EdgeServer server = tls ? server(own) : new EdgeServer(Map.of("http.h2c", "true"))) {
            try (Socket socket = connect(server, tls)) {
                assertThat(new Http2Client(socket).maxConcurrentStreams()).isEqualTo(100);
            }
            try (Socket socket = connect(server, tls)) {
                Http2Client client = new Http2Client(socket);
                client.openAndReset(1_000);

                client.awaitEnd();
            }
            if (!tls) {
                assertThat(server.get("/openapi.yaml").send().statusCode()).isEqualTo(200);
            }
        }
    }
}
