/** The terminal: progress, status line, and the wait for Ctrl-C. */
@NullMarked
package dev.souk.launcher.cli.terminal;

import org.jspecify.annotations.NullMarked;
