/**
 * The faults that hit a world while buyers buy. The seed makes the plan ({@link dev.souk.prove.fault.Schedule}). The
 * {@link dev.souk.prove.fault.Injector} carries it out and records what really happened, and when.
 */
@NullMarked
package dev.souk.prove.fault;

import org.jspecify.annotations.NullMarked;
