package dev.souk.notification.webhook.http;

import dev.souk.notification.webhook.domain.EndpointUrl;
import io.vertx.core.buffer.Buffer;

/**
 * A webhook as it goes out.
 *
 * @param id the same for all attempts at one event
 * @param timestamp of this attempt, seconds since 1970
 * @param signatures as the header has them
 * @param attempt 0, 1, 2, ...: of several addresses each has its turn
 */
public record Post(EndpointUrl url, String id, long timestamp, String signatures, Buffer body, int attempt) {}
