/**
 * Two-level caches for reads: a node's memory, and Redis Cluster behind it. What they hold is a copy of what the database
 * has, and may be lost at any time.
 */
@NullMarked
package dev.souk.cache;

import org.jspecify.annotations.NullMarked;
