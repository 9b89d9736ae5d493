/** Scenarios: one kind of load, the table and the plots of what it showed. */
@NullMarked
package dev.souk.traffic.scenario;

import org.jspecify.annotations.NullMarked;
