/** Operators' views on real servers. */
@NullMarked
package dev.souk.ops;

import org.jspecify.annotations.NullMarked;
