/** Deletion of old events, inbox rows and claims, in bounded steps. */
@NullMarked
package dev.souk.messaging.retention;

import org.jspecify.annotations.NullMarked;
