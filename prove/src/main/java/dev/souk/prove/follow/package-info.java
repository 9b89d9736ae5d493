/** Buyers that follow their orders by server-sent events, from node to node, until nothing is left to tell. */
@NullMarked
package dev.souk.prove.follow;

import org.jspecify.annotations.NullMarked;
