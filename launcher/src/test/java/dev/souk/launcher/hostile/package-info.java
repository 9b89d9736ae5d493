/** What a node stands. */
@NullMarked
package dev.souk.launcher.hostile;

import org.jspecify.annotations.NullMarked;
