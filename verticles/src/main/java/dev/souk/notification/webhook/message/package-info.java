/** The questions that other features may ask about webhooks, and the answers. */
@NullMarked
package dev.souk.notification.webhook.message;

import org.jspecify.annotations.NullMarked;
