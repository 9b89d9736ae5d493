/** The ring of the Redis Cluster, as one of its nodes tells it. */
@NullMarked
package dev.souk.ops.redis;

import org.jspecify.annotations.NullMarked;
