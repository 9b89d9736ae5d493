package dev.souk.batch;

import java.time.Duration;

/**
 * The bounds of a {@link Batcher}.
 *
 * @param maxWeight most weight (order lines) in one batch; a heavier single request travels alone
 * @param linger how long the first request of a batch may wait for company; it does not wait while nothing is in flight
 * @param maxQueued most weight that may wait; beyond it requests are refused as busy
 * @param maxInFlight batches under way at once
 */
public record BatcherOptions(int maxWeight, Duration linger, int maxQueued, int maxInFlight) {}
