package dev.souk.messaging.outbox;

import java.util.UUID;

/**
 * An event in the outbox.
 *
 * @param payload the whole envelope as JSON
 */
public record OutboxRow(UUID id, String topic, String type, String key, String payload) {}
