/** Clients of Kafka and their settings, topics, and the probe of readiness. */
@NullMarked
package dev.souk.messaging.kafka;

import org.jspecify.annotations.NullMarked;
