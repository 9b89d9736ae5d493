/** The messages that a shop sends of its own accord: mail, webhooks and live updates. */
@NullMarked
package dev.souk.notification;

import org.jspecify.annotations.NullMarked;
