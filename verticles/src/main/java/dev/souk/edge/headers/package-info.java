/** The headers that every answer carries, whichever way it is made. */
@NullMarked
package dev.souk.edge.headers;

import org.jspecify.annotations.NullMarked;
