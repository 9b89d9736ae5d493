package dev.souk.notification.mail.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * A letter that is to be sent.
 *
 * @param eventId of the event that it tells of; its Message-ID is made from it
 * @param happenedAt when the event happened
 */
public record Mail(UUID eventId, UUID orderId, MailKind kind, Instant happenedAt) {}
