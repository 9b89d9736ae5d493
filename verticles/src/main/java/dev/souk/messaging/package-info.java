/**
 * Facts between features: event envelope, outbox, relay, inbox, event consumer, dead letters.
 */
@NullMarked
package dev.souk.messaging;

import org.jspecify.annotations.NullMarked;
