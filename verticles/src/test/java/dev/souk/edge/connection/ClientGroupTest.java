package dev.souk.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientGroupTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1, ::ffff:192.0.2.1",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1, 2001:0DB8:0001:0002:0:0:0:7",
        "fe80::1%eth0, fe80::2%eth1",
        "fe80::1, fe80::2%7"
    })
    void areOneClient(String one, String other) {
        assertThat(ClientGroup.of(one)).isEqualTo(ClientGroup.of(other)).isNotEqualTo(ClientGroup.of(null));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2",
        "127.0.0.1, ::1",
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "0.0.0.0, ::",
        "255.255.255.255, ffff:ffff:ffff:ffff::"
    })
    void areTwoClients(String one, String other) {
        assertThat(ClientGroup.of(one)).isNotEqualTo(ClientGroup.of(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "a.example", "192.0.2", "/tmp/socket", ":", ":::", "300.1.1.1"})
    void whatIsNoAddressIsLookedUpNowhere(String text) {
        assertThat(ClientGroup.of(text)).isEqualTo(ClientGroup.of(null));
    }

    @Test
    void aPeerWithoutAnAddressIsAClientToo() {
        assertThat(ClientGroup.of(null)).isEqualTo(ClientGroup.of(null));
    }
}
