/** The report of a node about itself, read from its meters, and the view of the other nodes, made of their reports. */
@NullMarked
package dev.souk.ops.node;

import org.jspecify.annotations.NullMarked;
