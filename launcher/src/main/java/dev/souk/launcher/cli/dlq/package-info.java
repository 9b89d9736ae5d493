/** Commands on dead letters. */
@NullMarked
package dev.souk.launcher.cli.dlq;

import org.jspecify.annotations.NullMarked;
