/** How many orders come into which state, and how long they take: counted where the change is committed. */
@NullMarked
package dev.souk.order.flow;

import org.jspecify.annotations.NullMarked;
