/**
 * How many requests one caller may make: token buckets, which all nodes share in Redis and each node has for itself
 * where Redis does not answer.
 */
@NullMarked
package dev.souk.edge.limit;

import org.jspecify.annotations.NullMarked;
