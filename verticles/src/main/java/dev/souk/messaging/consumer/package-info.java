/** The consumer of events: poll loop, batches, inbox and offsets. */
@NullMarked
package dev.souk.messaging.consumer;

import org.jspecify.annotations.NullMarked;
