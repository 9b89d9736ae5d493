/** The operators' view of a node with all its servers. */
@NullMarked
package dev.souk.launcher.ops;

import org.jspecify.annotations.NullMarked;
