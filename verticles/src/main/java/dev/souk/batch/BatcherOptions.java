package dev.souk.batch;

import java.time.Duration;

/**
 * The bounds of a {@link Batcher}.
 *
 * @param maxWeight most weight (order lines) in one batch; a heavier single request travels alone
 * @param linger how long the first request of a batch may wait for company
 * @param maxQueued most weight that may wait; beyond it requests are refused as busy
 * @param maxInFlight batches under way at once
 * @param eager whether a request does not linger while no batch is in flight: for requests that a caller waits for
 */
public record BatcherOptions(int maxWeight, Duration linger, int maxQueued, int maxInFlight, boolean eager) {
    public BatcherOptions(int maxWeight, Duration linger, int maxQueued, int maxInFlight) {
        this(maxWeight, linger, maxQueued, maxInFlight, true);
    }
}
