/**
 * What is done to a world while buyers buy. The seed makes the plan ({@link dev.souk.prove.fault.Schedule}); the
 * {@link dev.souk.prove.fault.Injector} carries it out and writes down what really happened, and when.
 */
@NullMarked
package dev.souk.prove.fault;

import org.jspecify.annotations.NullMarked;
