/**
 * The Redis Cluster as the second level of caches: its link, its breaker, and which of its nodes has which keys.
 */
@NullMarked
package dev.souk.cache.redis;

import org.jspecify.annotations.NullMarked;
