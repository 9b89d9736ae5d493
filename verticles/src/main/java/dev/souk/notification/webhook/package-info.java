/**
 * Webhooks out, as the Standard Webhooks specification has them: who is told of which events, every attempt to tell,
 * and what becomes of those who cannot be told.
 */
@NullMarked
package dev.souk.notification.webhook;

import org.jspecify.annotations.NullMarked;
