/**
 * {@code souk dev}: the embedded servers and the nodes of a whole shop as child processes of one command.
 */
@NullMarked
package dev.souk.launcher.dev;

import org.jspecify.annotations.NullMarked;
