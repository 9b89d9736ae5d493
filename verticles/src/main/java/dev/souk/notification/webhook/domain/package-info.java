/** What is decided about webhooks: where they may go, when, how they are signed, what an answer means. */
@NullMarked
package dev.souk.notification.webhook.domain;

import org.jspecify.annotations.NullMarked;
