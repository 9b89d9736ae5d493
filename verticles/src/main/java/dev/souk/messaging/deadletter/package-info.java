/** Records that no consumer could handle: the topic, and the queue that operators work on. */
@NullMarked
package dev.souk.messaging.deadletter;

import org.jspecify.annotations.NullMarked;
