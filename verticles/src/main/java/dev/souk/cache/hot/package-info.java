/**
 * Hot keys: found while they heat up, kept in the memory of every node, and in Redis in one copy on each master.
 */
@NullMarked
package dev.souk.cache.hot;

import org.jspecify.annotations.NullMarked;
