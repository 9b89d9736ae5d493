package dev.souk.payment.provider;

import dev.souk.payment.message.PaymentEndpoints.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How webhooks are signed: {@code Souk-Signature: t=SECONDS,v1=HEX}, where HEX is HMAC-SHA256 over {@code
 * SECONDS.BODY}. The time is signed too, so that what was once overheard cannot be sent again later. Several {@code v1}
 * may be given, one of which must match: that is how secrets are changed.
 */
public final class WebhookSignature {
    public static final String HEADER = Webhook.SIGNATURE_HEADER;
    /** How far the sender's clock and ours may differ, and how long a webhook may travel. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * @param secret not empty
     * @return the header's value
     */
    public static String sign(String secret, Instant now, String body) {
        long seconds = now.getEpochSecond();
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac(secret, seconds, body));
    }

    /** @return whether the header's value signs that body, made within {@link #TOLERANCE} of {@code now} */
    public static boolean verify(String secret, Instant now, String header, String body) {
        if (secret.isEmpty()) {
            return false;
        }
        long seconds = seconds(header);
        boolean fresh =
                seconds > 0 && Math.abs(Math.subtractExact(now.getEpochSecond(), seconds)) <= TOLERANCE.toSeconds();
        if (!fresh) {
            return false;
        }
        byte[] expected = mac(secret, seconds, body);
        boolean matches = false;
        for (String part : header.split(",", -1)) {
            // Constant time: how much of a guess is right must not show.
            matches |= part.strip().startsWith("v1=")
                    && MessageDigest.isEqual(expected, hex(part.strip().substring(3)));
        }
        return matches;
    }

    private static long seconds(String header) {
        for (String part : header.split(",", -1)) {
            String digits = part.strip();
            if (digits.matches("t=\\d{1,12}")) {
                return Long.parseLong(digits.substring(2));
            }
        }
        return -1;
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            return new byte[0];
        }
    }

    private static byte[] mac(String secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
