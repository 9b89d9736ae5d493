package dev.souk.messaging.outbox;

import java.util.UUID;

/**
 * That there is an event in the outbox.
 *
 * @param key of the record in Kafka: the order's id, or in {@code souk.catalog} the SKU
 */
public record StoredEvent(UUID id, String type, String topic, String key) {}
