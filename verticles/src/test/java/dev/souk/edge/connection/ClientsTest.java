package dev.souk.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client behind a proxy that is trusted. */
class ClientsTest {
    private static final ClientGroup PROXY = ClientGroup.of("10.0.0.1");

    private final Clients clients = new Clients(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // No header, or an unreadable one: the proxy is the client.
                "| | 10.0.0.1",
                "nonsense | | 10.0.0.1",
                "203.0.113.9, nonsense | | 10.0.0.1",
                "203.0.113.9, | | 10.0.0.1",
                "203.0.113.256 | | 10.0.0.1",
                "unknown | | 10.0.0.1",
                "| for=unknown | 10.0.0.1",
                "| for=_hidden | 10.0.0.1",
                "| by=203.0.113.9 | 10.0.0.1",
                "| for=\"203.0.113.9 | 10.0.0.1",
                "| for=\"203.0.113.9\"x | 10.0.0.1",
                "| for | 10.0.0.1",
                // The client is the nearest address that is no proxy.
                "203.0.113.9 | | 203.0.113.9",
                "198.51.100.1, 203.0.113.9 | | 203.0.113.9",
                "nonsense, 203.0.113.9 | | 203.0.113.9",
                "203.0.113.9, 10.1.1.1, 10.2.2.2 | | 203.0.113.9",
                "203.0.113.9:4711 | | 203.0.113.9",
                "2001:db8::1 | | 2001:db8::2",
                "[2001:db8::1]:4711 | | 2001:db8::1",
                "::ffff:203.0.113.9 | | 203.0.113.9",
                "10.7.7.7, 10.1.1.1 | | 10.7.7.7",
                "| for=203.0.113.9 | 203.0.113.9",
                "| For=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9",
                "| proto=http;for=\"203.0.113.9:80\" | 203.0.113.9",
                "| for=\"[2001:db8::1]:4711\" | 2001:db8::1",
                "| for=198.51.100.1, for=203.0.113.9, for=10.1.1.1 | 203.0.113.9",
                "| for=198.51.100.1;by=\"a,b\", for=203.0.113.9 | 203.0.113.9",
                // The client may have written one of two headers: an address counts only when both name it.
                "203.0.113.9 | for=203.0.113.9 | 203.0.113.9",
                "203.0.113.9 | for=198.51.100.1 | 10.0.0.1",
                "203.0.113.9 | for=unknown | 10.0.0.1"
            })
    void isTheNearestThatIsNoProxy(String forwardedFor, String forwarded, String client) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (forwardedFor != null) {
            headers.add("X-Forwarded-For", forwardedFor);
        }
        if (forwarded != null) {
            headers.add("Forwarded", forwarded);
        }

        assertThat(clients.behind(PROXY, headers)).isEqualTo(ClientGroup.of(client));
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For, '', ''", "Forwarded, for=, for="})
    void severalLinesAreOneList(String header, String first, String second) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add(header, first + "198.51.100.1")
                .add(header, second + "203.0.113.9");

        assertThat(clients.behind(PROXY, headers)).isEqualTo(ClientGroup.of("203.0.113.9"));
    }

    @ParameterizedTest
    @CsvSource({"33, 10.0.0.1", "32, 203.0.113.9"})
    void aListOfHopsWithoutAnEndIsNotRead(int hops, String client) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "10.1.1.1, ".repeat(hops - 1) + "203.0.113.9");

        assertThat(clients.behind(PROXY, headers)).isEqualTo(ClientGroup.of(client));
    }
}
