/** The rules of webhooks: where they may go, when, how they are signed, and the meaning of an answer. */
@NullMarked
package dev.souk.notification.webhook.domain;

import org.jspecify.annotations.NullMarked;
