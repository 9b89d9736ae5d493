/** What others may ask about webhooks. */
@NullMarked
package dev.souk.notification.webhook.message;

import org.jspecify.annotations.NullMarked;
