/** A Redis Cluster as child processes. */
@NullMarked
package dev.souk.embedded.redis;

import org.jspecify.annotations.NullMarked;
