/**
 * The record of a run: its options, its faults and their times, and the verdicts of the checker. The report is made
 * from the record and the history.
 */
@NullMarked
package dev.souk.prove.run;

import org.jspecify.annotations.NullMarked;
