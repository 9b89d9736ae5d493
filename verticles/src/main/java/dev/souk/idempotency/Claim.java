package dev.souk.idempotency;

/**
 * A wish to do something at most once.
 *
 * @param principal who asks: subject of the token
 * @param route what is asked, {@code POST /v1/orders}
 * @param key the Idempotency-Key, 1 to 255 visible ASCII characters
 * @param bodyHash of the canonical body; the same key with another body is an error of the caller
 * @param resource id of what this request would make; a replay finds the id of what the first one made
 */
public record Claim(String principal, String route, String key, String bodyHash, String resource) {}
