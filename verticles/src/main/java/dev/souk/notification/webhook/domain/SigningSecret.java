package dev.souk.notification.webhook.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that signs an endpoint's webhooks: {@code whsec_} and the base64 of 24 to 64 random bytes, as the Standard
 * Webhooks specification has it. Never printed.
 */
public record SigningSecret(String text) {
    /** Random bytes of a new secret. */
    public static final int BYTES = 32;

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    /** @throws IllegalArgumentException when the text is no such secret */
    public SigningSecret {
        key(text);
    }

    /** @param random 24 to 64 bytes */
    public static SigningSecret of(byte[] random) {
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(random));
    }

    private static byte[] key(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a secret of webhooks");
        }
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("not a secret of webhooks");
        }
        return key;
    }

    /**
     * @param id of the message
     * @param timestamp of the attempt, seconds since 1970
     * @return {@code v1,} and the base64 of the HMAC over {@code id.timestamp.body}
     */
    public String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(text), ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** @return the header {@code webhook-signature}: a signature for each secret, a space between them */
    public static String signatures(Collection<SigningSecret> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream().map(secret -> secret.sign(id, timestamp, body)).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "***";
    }
}
