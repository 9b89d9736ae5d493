/** Consumer groups, partitions, leaders and lag, as Kafka tells them. */
@NullMarked
package dev.souk.ops.kafka;

import org.jspecify.annotations.NullMarked;
