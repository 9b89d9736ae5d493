/**
 * The streamed import: bytes in, lines out, batches to catalog and stock, a report for every line that was not good.
 */
@NullMarked
package dev.souk.catalog.imports;

import org.jspecify.annotations.NullMarked;
