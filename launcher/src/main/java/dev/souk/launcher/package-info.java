/**
 * The parts that make a node out of the verticles: settings, logs, metrics, cluster, schema, and the order of start and
 * stop.
 */
@NullMarked
package dev.souk.launcher;

import org.jspecify.annotations.NullMarked;
