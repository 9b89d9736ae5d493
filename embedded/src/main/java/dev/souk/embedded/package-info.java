/**
 * Real servers as child processes: PostgreSQL, Kafka and a Redis Cluster, from Maven artifacts only.
 *
 * <p>{@link dev.souk.embedded.EmbeddedStack} starts all of them on one data folder; {@link
 * dev.souk.embedded.process.ServerProcess} is one of them, to be stopped, killed, frozen and started again;
 * {@link dev.souk.embedded.SharedStack} is the stack that the tests of a JVM share. Everything here
 * blocks the calling thread, within a time limit, and everything that goes wrong is a {@link
 * dev.souk.embedded.StackException} of one line.
 */
@NullMarked
package dev.souk.embedded;

import org.jspecify.annotations.NullMarked;
