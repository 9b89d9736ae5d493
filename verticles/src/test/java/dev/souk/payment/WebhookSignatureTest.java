package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.provider.WebhookSignature;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String BODY = "{\"key\":\"capture.0\"}";

    /** Checked with {@code printf '1700000000.{"key":"capture.0"}' | openssl dgst -sha256 -hmac secret}. */
    @Test
    void aSignatureIsTheHmacOfTimeAndBody() {
        assertThat(WebhookSignature.sign("secret", NOW, BODY))
                .isEqualTo("t=1700000000,v1=c0ba0e7573e70628d7d3d9689814f6b67d5275e50875e0245715f114ee617eb0");
    }

    @Test
    void whatWasSignedIsVerified() {
        String header = WebhookSignature.sign("secret", NOW, BODY);

        assertThat(WebhookSignature.verify("secret", NOW, header, BODY)).isTrue();
        assertThat(WebhookSignature.verify("secret", NOW, header.replace(",", ", "), BODY))
                .isTrue();
        assertThat(WebhookSignature.verify("other", NOW, header, BODY)).isFalse();
        assertThat(WebhookSignature.verify("", NOW, header, BODY)).isFalse();
        assertThat(WebhookSignature.verify("secret", NOW, header, BODY + " ")).isFalse();
    }

    @Test
    void anySignatureOfTheHeaderMayMatch() {
        String old = WebhookSignature.sign("old", NOW, BODY);
        String both = old + "," + WebhookSignature.sign("new", NOW, BODY).split(",", -1)[1];

        assertThat(WebhookSignature.verify("new", NOW, both, BODY)).isTrue();
        assertThat(WebhookSignature.verify("old", NOW, both, BODY)).isTrue();
    }

    @Test
    void timeIsSignedAndMustBeNear() {
        String header = WebhookSignature.sign("secret", NOW, BODY);
        Duration tolerance = WebhookSignature.TOLERANCE;

        assertThat(WebhookSignature.verify("secret", NOW.plus(tolerance), header, BODY))
                .isTrue();
        assertThat(WebhookSignature.verify("secret", NOW.minus(tolerance), header, BODY))
                .isTrue();
        assertThat(WebhookSignature.verify("secret", NOW.plus(tolerance).plusSeconds(1), header, BODY))
                .isFalse();
        assertThat(WebhookSignature.verify("secret", NOW.minus(tolerance).minusSeconds(1), header, BODY))
                .isFalse();
        assertThat(WebhookSignature.verify("secret", NOW, header.replace("t=17", "t=18"), BODY))
                .isFalse();
        assertThat(WebhookSignature.verify("secret", NOW, header.replace("t=1700000000", "t=1700000001"), BODY))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=1700000000", "v1=00", "t=x,v1=00", "t=1700000000,v1=zz", "t=1700000000,v1="})
    void whatIsNoSignatureIsNone(String header) {
        assertThat(WebhookSignature.verify("secret", NOW, header, BODY)).isFalse();
    }
}
