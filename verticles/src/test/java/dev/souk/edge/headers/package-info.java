/** The headers that every answer carries. */
@NullMarked
package dev.souk.edge.headers;

import org.jspecify.annotations.NullMarked;
