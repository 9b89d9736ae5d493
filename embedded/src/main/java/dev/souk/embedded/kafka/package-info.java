/** Kafka brokers as child processes. */
@NullMarked
package dev.souk.embedded.kafka;

import org.jspecify.annotations.NullMarked;
