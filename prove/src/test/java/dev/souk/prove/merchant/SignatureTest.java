package dev.souk.prove.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Uses the example of the Standard Webhooks specification's libraries. */
class SignatureTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String GOOD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330 + 30);

    private final Signature signature = new Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    void oneGoodSignatureIsEnough() {
        assertThat(signature.isGood(ID, TIME, GOOD, BODY, NOW)).isTrue();
        assertThat(signature.isGood(ID, TIME, "v1,bm9uZQ== v2,other " + GOOD, BODY, NOW))
                .isTrue();
    }

    @Test
    void idTimeAndBodyAreSigned() {
        assertThat(signature.isGood("msg_other", TIME, GOOD, BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, "1614265331", GOOD, BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, TIME, GOOD, "{}".getBytes(StandardCharsets.UTF_8), NOW))
                .isFalse();
        assertThat(new Signature("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").isGood(ID, TIME, GOOD, BODY, NOW))
                .isFalse();
    }

    @Test
    void whatIsMissingOrOldIsNotGood() {
        assertThat(signature.isGood("", TIME, GOOD, BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, "", GOOD, BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, "soon", GOOD, BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, TIME, "", BODY, NOW)).isFalse();
        assertThat(signature.isGood(ID, TIME, GOOD, BODY, NOW.plusSeconds(600))).isFalse();
        assertThat(signature.isGood(ID, TIME, GOOD, BODY, NOW.minusSeconds(600)))
                .isFalse();
    }

    @Test
    void aSecretBeginsAsOne() {
        assertThatThrownBy(() -> new Signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
