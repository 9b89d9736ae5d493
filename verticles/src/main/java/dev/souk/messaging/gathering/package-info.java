/** Larger batches for consumers, while something goes before them. */
@NullMarked
package dev.souk.messaging.gathering;

import org.jspecify.annotations.NullMarked;
