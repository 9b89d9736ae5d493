package dev.souk.prove.fault;

import java.time.Duration;

/**
 * A fault as the seed plans it.
 *
 * @param at since the first buyer came
 * @param lasting from the fault to the beginning of its repair
 * @param choice seed of the choices made when it happens: which node, which link
 */
public record PlannedFault(FaultKind kind, Duration at, Duration lasting, long choice) {}
