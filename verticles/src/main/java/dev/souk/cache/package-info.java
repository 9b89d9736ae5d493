/**
 * Two-level caches for reads: a node's memory, and Redis Cluster behind it. Their entries are copies of data in the
 * database, and may be lost at any time.
 */
@NullMarked
package dev.souk.cache;

import org.jspecify.annotations.NullMarked;
