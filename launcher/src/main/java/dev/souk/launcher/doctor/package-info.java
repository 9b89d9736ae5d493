/**
 * {@code souk doctor}: checks whether the servers that a node needs are there, and tells their faults in words.
 */
@NullMarked
package dev.souk.launcher.doctor;

import org.jspecify.annotations.NullMarked;
