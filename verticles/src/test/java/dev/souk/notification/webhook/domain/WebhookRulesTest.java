package dev.souk.notification.webhook.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRulesTest {
    /** The example of the Standard Webhooks specification and its libraries. */
    @Test
    void signsAsTheSpecificationsExample() {
        SigningSecret secret = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(secret.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(secret).hasToString("***");
        assertThatThrownBy(() -> new SigningSecret("whsec_AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001::1",
                "2001:db8::1",
                "3fff::1"
            })
    void addressesInsideAreNotPublic(String address) throws UnknownHostException {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address).getAddress()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void othersAre(String address) throws UnknownHostException {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address).getAddress()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/", "ftp://a.example/", "https:///x", "https://u:p@a.example/", "https://a.example/#x",
                "https://localhost/", "https://x.localhost/", "https://127.0.0.1/", "https://10.0.0.1/",
                        "https://[::1]/",
                "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest", "https://a.example:0/", "a.example",
                        "https://a b/"
            })
    void urlsThatMayNotBeToldAnything(String url) {
        assertThatThrownBy(() -> EndpointUrl.parse(url, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void urlsThatMay() {
        assertThat(EndpointUrl.parse("https://A.example", false))
                .isEqualTo(new EndpointUrl(true, "a.example", 443, "/"));
        assertThat(EndpointUrl.parse("https://a.example:8443/x%20y?z=1", false))
                .isEqualTo(new EndpointUrl(true, "a.example", 8443, "/x%20y?z=1"));
        assertThat(EndpointUrl.parse("http://127.0.0.1:80/", true))
                .isEqualTo(new EndpointUrl(false, "127.0.0.1", 80, "/"));
    }

    @Test
    void anEndpointIsToldWhatItNamesOrAllOfOrders() {
        assertThat(EventNames.wants(List.of("order.placed"), "order.placed")).isTrue();
        assertThat(EventNames.wants(List.of("order.placed"), "order.shipped")).isFalse();
        assertThat(EventNames.wants(List.of("order.*"), "order.ofTheFuture")).isTrue();
        assertThat(EventNames.wants(List.of("order.*"), "stock.reserved")).isFalse();
        assertThat(EventNames.isKnown("order.*")).isTrue();
        assertThat(EventNames.isKnown("order.eaten")).isFalse();
    }
}
