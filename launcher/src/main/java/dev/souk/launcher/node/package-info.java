/**
 * The warnings that a node logs about itself when it starts.
 */
@NullMarked
package dev.souk.launcher.node;

import org.jspecify.annotations.NullMarked;
