/**
 * The command line. Errors are one clear line on standard error; exit codes are in {@link ExitCode}.
 */
@NullMarked
package dev.souk.launcher.cli;

import org.jspecify.annotations.NullMarked;
