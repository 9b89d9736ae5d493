/**
 * {@code traffic/run.sh}: drives load against a shop and against its references, counts the cost, and compares. It
 * shares no code with Souk and sees it over HTTP, in its database's statistics and in the CPU time of its processes.
 */
@NullMarked
package dev.souk.traffic;

import org.jspecify.annotations.NullMarked;
