/** Child processes: start, identity, log, signals and end. */
@NullMarked
package dev.souk.embedded.process;

import org.jspecify.annotations.NullMarked;
