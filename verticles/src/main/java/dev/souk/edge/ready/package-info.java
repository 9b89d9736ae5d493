/**
 * Answers that are kept ready: what the normal route of a product gave, as long as it is fresh, written before a route is
 * looked for.
 */
@NullMarked
package dev.souk.edge.ready;

import org.jspecify.annotations.NullMarked;
