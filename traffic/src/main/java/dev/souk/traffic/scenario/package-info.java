/** Scenarios: one kind of load, the table and the plots of its results. */
@NullMarked
package dev.souk.traffic.scenario;

import org.jspecify.annotations.NullMarked;
