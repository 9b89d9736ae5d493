/**
 * Product answers that are kept ready. The answer that the normal route gave is written, as long as it is fresh, before
 * a route is looked for.
 */
@NullMarked
package dev.souk.edge.ready;

import org.jspecify.annotations.NullMarked;
