/** The analysis of a history: rates, latencies, outages and recoveries. */
@NullMarked
package dev.souk.prove.report.analysis;

import org.jspecify.annotations.NullMarked;
