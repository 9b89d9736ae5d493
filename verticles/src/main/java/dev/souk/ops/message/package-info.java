/** The questions of operators to the running system, and the reports of nodes to each other. */
@NullMarked
package dev.souk.ops.message;

import org.jspecify.annotations.NullMarked;
