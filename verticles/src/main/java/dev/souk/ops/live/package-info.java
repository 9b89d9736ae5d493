/** One message a second for all who watch the control room at a node. */
@NullMarked
package dev.souk.ops.live;

import org.jspecify.annotations.NullMarked;
