/** Attacks that a node must withstand. */
@NullMarked
package dev.souk.launcher.hostile;

import org.jspecify.annotations.NullMarked;
