/** Counts of the events that buyers who follow their orders, and a merchant, were told. */
@NullMarked
package dev.souk.prove.report.notice;

import org.jspecify.annotations.NullMarked;
