package dev.souk.prove.merchant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies webhooks as the Standard Webhooks specification says: an HMAC-SHA256 over {@code id.timestamp.body}, with
 * one secret, whose text is {@code whsec_} and the base64 of the key.
 */
final class Signature {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    /** The time of a webhook may be so far away; another may be a recorded one that is sent again. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final byte[] key;

    /** @throws IllegalArgumentException when the text is no such secret */
    Signature(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a secret of webhooks");
        }
        this.key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    /**
     * @param id the header {@code webhook-id}, {@code timestamp} and {@code signatures} the others, each as it came;
     *     empty where there was none
     * @return whether one of the signatures is good, and the time near
     */
    boolean isGood(String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id.isEmpty() || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] expected = (VERSION + Base64.getEncoder().encodeToString(mac(id + "." + timestamp + ".", body)))
                .getBytes(StandardCharsets.UTF_8);
        for (String signature : signatures.split(" ")) {
            if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    private byte[] mac(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
