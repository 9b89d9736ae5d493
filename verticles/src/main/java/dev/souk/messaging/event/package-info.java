/** The envelope of an event, and the records that a decision returns. */
@NullMarked
package dev.souk.messaging.event;

import org.jspecify.annotations.NullMarked;
