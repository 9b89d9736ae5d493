/**
 * Webhooks out, as the Standard Webhooks specification has them: which endpoint is told of which events, every attempt
 * to tell, and the end of deliveries and endpoints that fail.
 */
@NullMarked
package dev.souk.notification.webhook;

import org.jspecify.annotations.NullMarked;
