package dev.souk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "10.0.0.0/32, 10.0.0.0, true"
    })
    void holdsTheAddressesThatBeginAsItDoes(String range, String address, boolean holds) {
        byte[] bytes = Objects.requireNonNull(AddressRange.bytes(address));

        assertThat(AddressRange.of(range).contains(bytes)).isEqualTo(holds);
    }

    /** None of these texts is looked up as a name, which would stop an event loop. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "999.1.1.1",
                "01.2.3.4",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "::1/129",
                "fe80::1%eth0",
                ":",
                "1::2::3",
                "[::1]",
                "10.0.0.1:80",
                "example.org/8"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThat(AddressRange.isOne(text)).isFalse();
    }
}
