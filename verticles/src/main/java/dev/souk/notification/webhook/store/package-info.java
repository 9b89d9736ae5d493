/** All SQL of webhooks. */
@NullMarked
package dev.souk.notification.webhook.store;

import org.jspecify.annotations.NullMarked;
