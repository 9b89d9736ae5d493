/** Events that are stored with the change that they tell of, their publication and the relay. */
@NullMarked
package dev.souk.messaging.outbox;

import org.jspecify.annotations.NullMarked;
