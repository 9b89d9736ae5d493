package dev.souk.idempotency;

/**
 * A request to have an effect at most once.
 *
 * @param principal of the caller: subject of the token
 * @param route of the request, {@code POST /v1/orders}
 * @param key the Idempotency-Key, 1 to 255 visible ASCII characters
 * @param bodyHash of the canonical body; the same key with another body is an error of the caller
 * @param resource id of the resource that this request would make; a replay finds the id that the first request made
 */
public record Claim(String principal, String route, String key, String bodyHash, String resource) {}
