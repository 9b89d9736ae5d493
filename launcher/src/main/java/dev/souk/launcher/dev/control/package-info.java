/**
 * The control server of {@code souk dev}: one address in front of all nodes, at which an operator breaks parts of the
 * shop on purpose, heals them, and sends a crowd of buyers, and looks at what the shop makes of it.
 */
@NullMarked
package dev.souk.launcher.dev.control;

import org.jspecify.annotations.NullMarked;
