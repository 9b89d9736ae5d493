/** What a node reports of itself, read from its meters, and what is known of the others by their reports. */
@NullMarked
package dev.souk.ops.node;

import org.jspecify.annotations.NullMarked;
