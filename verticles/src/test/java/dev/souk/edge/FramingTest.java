package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose end, or whose host, two servers might read in two ways: after none of them comes another request. */
class FramingTest {
    private static final EdgeServer edge = EdgeServer.shared();
    private static final String HOOK = "POST /v1/payments/webhook HTTP/1.1\r\nContent-Type: application/json\r\n";
    private static final String NEXT = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

    @BeforeEach
    void taken() {
        EdgeServer.shared();
        edge.features.answer(PaymentEndpoints.WEBHOOK, asked -> WebhookOutcome.ACCEPTED);
    }

    /** The statuses of all that comes until the server closes the connection. */
    private static List<String> statuses(String text) throws IOException {
        try (RawClient client = new RawClient(edge)) {
            return STATUS_LINE
                    .matcher(client.send(text).untilClosed())
                    .results()
                    .map(line -> line.group(1))
                    .toList();
        }
    }

    private static List<String> bodies() {
        return edge.features.asked(Webhook.class).stream().map(Webhook::body).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nhost: x\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: identity\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: \"chunked\"\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked;q=1\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: \r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Host: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
                "Host: x\r\nContent-Length: 0, 5\r\n\r\n",
                "Host: x\r\nContent-Length: -1\r\n\r\n",
                "Host: x\r\nContent-Length: five\r\n\r\n",
                "Host: x\r\nContent-Length: +5\r\n\r\n",
                "Host: x\r\nContent-Length: 5, 5\r\n\r\n",
                "Host: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "Host: x\r\nContent-Length: 0x5\r\n\r\n",
                "Host: x\r\nContent-Length: 5 5\r\n\r\n",
                "Host: x\r\nContent-Length: \r\n\r\n",
                "Host: x\r\nContent-Length: 1e1\r\n\r\n",
                "Host: x\r\nContent-Length: 9223372036854775808\r\n\r\n",
                "Host: x\r\nContent-Length: 18446744073709551621\r\n\r\n",
                "Host: x\r\nContent-Length : 5\r\n\r\n",
                "Host: x\r\nContent-Length\t: 5\r\n\r\n",
                "Host : x\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nX-A: a\u0000b\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nX-\u0000: a\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nX-A: a\rContent-Length: 5\r\n\r\n",
                "Host: x\r\nX-A: a\u0007b\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nX A: a\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\n: a\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nno header\r\nContent-Length: 0\r\n\r\n",
                " Host: x\r\nContent-Length: 0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\u0000\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Host: x, y\r\nContent-Length: 0\r\n\r\n",
                "Host: x y\r\nContent-Length: 0\r\n\r\n",
                "Host: x/y\r\nContent-Length: 0\r\n\r\n",
                "Host: u@x\r\nContent-Length: 0\r\n\r\n",
                "Host: x:y:z\r\nContent-Length: 0\r\n\r\n"
            })
    void isRefusedAndEndsItsConnection(String rest) throws IOException {
        assertThat(statuses(HOOK + rest + NEXT)).containsExactly("400");
        assertThat(bodies()).isEmpty();
    }

    @Test
    void aCodingInHttp10IsRefused() throws IOException {
        String old = "POST /v1/payments/webhook HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n";

        assertThat(statuses(old + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT))
                .containsExactly("400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /openapi.yaml\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\nHost: x\n\n",
                "GET /openapi.yaml HTTP/1.1\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1 x\r\nHost: x\r\n\r\n",
                "GET /open api.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/0.9\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/1.2\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/2.0\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/11\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml http/1.1\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml FTP/1.1\r\nHost: x\r\n\r\n",
                "GET  /openapi.yaml HTTP/1.1\u0000\r\nHost: x\r\n\r\n",
                "GE\u0000T /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "G(T /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /open\u0000api.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET ftp://x/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void whatBeginsInNoKnownWayEndsItsConnection(String text) throws IOException {
        // Vert.x closes without an answer where the version is none that it knows.
        assertThat(statuses(text + NEXT)).isSubsetOf("400", "501").hasSizeLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://shop.example/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET HTTPS://shop.example:8888/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\r\nHost: \r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\r\nHost: [::1]:8888\r\n\r\n",
                "\r\nGET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nX-A: a\r\n b\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nX-A: \u00e4\r\n\r\n",
                "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                "HEAD /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void whatHasOneMeaningIsAnsweredAndTheNextIsToo(String text) throws IOException {
        assertThat(statuses(text + LAST)).containsExactly("200", "200");
    }

    @Test
    void http10NeedsNoHost() throws IOException {
        assertThat(statuses("GET /openapi.yaml HTTP/1.0\r\n\r\n")).containsExactly("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: Chunked \r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            })
    void anotherRequestMayFollowAChunkedBody(String rest) throws IOException {
        assertThat(statuses(HOOK + rest + LAST)).containsExactly("200", "200");
        assertThat(bodies()).containsExactly("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5;ext", "5;ext=1", "5;a=b;c=d", "5;a=\"b c\"", "5 ;a=1", "05", "000000000005", "5 "})
    void anExtensionOfAChunkIsIgnored(String line) throws IOException {
        assertThat(statuses(HOOK + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n" + line + "\r\nhello\r\n0\r\n\r\n"
                        + LAST))
                .containsExactly("200", "200");
        assertThat(bodies()).containsExactly("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zz", "-5", "+5", "", " ", ";a=1", "5x", "fffffffff", "ffffffffffffffffffffffff", "0x5", "\u0665"
            })
    void aChunkWithoutASizeEndsItsConnection(String line) throws IOException {
        double faults = problems("internal_error");
        double malformed = problems("malformed_request");

        // Vert.x 5.0 closes before it flushes the answer written now: the client need not get to read the 400.
        assertThat(statuses(HOOK + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n" + line + "\r\nhello\r\n0\r\n\r\n"
                        + NEXT))
                .isSubsetOf("400")
                .hasSizeLessThan(2);
        assertThat(bodies()).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(problems("malformed_request")).isEqualTo(malformed + 1));
        assertThat(problems("internal_error")).isEqualTo(faults);
    }

    private static double problems(String code) {
        return edge.metrics.counter("souk.edge.problems", "code", code).count();
    }

    @Test
    void otherRequestsFollowEachOther() throws IOException {
        try (RawClient client = new RawClient(edge)) {
            client.send(HOOK + "Host: x\r\nContent-Length: 5\r\n\r\nhello" + NEXT);

            assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(statuses(HOOK + "Host: x\r\nContent-Length: 5\r\n\r\nhello" + LAST))
                .containsExactly("200", "200");
    }
}
