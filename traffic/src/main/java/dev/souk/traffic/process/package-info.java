/** Child programs and the folder of a run. */
@NullMarked
package dev.souk.traffic.process;

import org.jspecify.annotations.NullMarked;
