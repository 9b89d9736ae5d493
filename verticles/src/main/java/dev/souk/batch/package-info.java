/**
 * Group commit: many small requests become one transaction.
 */
@NullMarked
package dev.souk.batch;

import org.jspecify.annotations.NullMarked;
