/** The routes, one class for each resource: parse, ask, write. */
@NullMarked
package dev.souk.edge.routes;

import org.jspecify.annotations.NullMarked;
