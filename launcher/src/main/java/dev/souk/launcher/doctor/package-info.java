/**
 * {@code souk doctor}: what a node needs, whether it is there, and in words what is wrong with it.
 */
@NullMarked
package dev.souk.launcher.doctor;

import org.jspecify.annotations.NullMarked;
