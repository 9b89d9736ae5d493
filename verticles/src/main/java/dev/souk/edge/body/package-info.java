/** Reads request bodies within bounds: a limit for each operation, and one for what a node buffers of all of them. */
@NullMarked
package dev.souk.edge.body;

import org.jspecify.annotations.NullMarked;
