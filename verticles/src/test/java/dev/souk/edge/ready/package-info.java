/** The answers that an edge keeps ready, as plain values. */
@NullMarked
package dev.souk.edge.ready;

import org.jspecify.annotations.NullMarked;
