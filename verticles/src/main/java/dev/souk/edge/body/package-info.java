/** Reads request bodies within bounds: a limit for each operation, and one for all bodies that a node buffers. */
@NullMarked
package dev.souk.edge.body;

import org.jspecify.annotations.NullMarked;
