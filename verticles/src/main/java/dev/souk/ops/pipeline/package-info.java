/** The way of the orders as sums of the nodes' reports. */
@NullMarked
package dev.souk.ops.pipeline;

import org.jspecify.annotations.NullMarked;
