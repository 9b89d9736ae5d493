package dev.souk.prove.world;

import java.time.Duration;

/** How a link is. What it was before counts for nothing: a link that is opened again is a good one. */
public sealed interface LinkState {
    /** All bytes pass, at once. */
    record Open() implements LinkState {}

    /** Every piece passes after this time, each way. */
    record Slow(Duration delay) implements LinkState {}

    /** Connections are reset, and new ones as soon as they come. */
    record Cut() implements LinkState {}

    /**
     * One direction is dead without anybody being told: no byte passes, no connection ends. New ones are taken and get
     * nowhere.
     *
     * @param silent the direction that is dead
     * @param late when the link is opened, what was held back is delivered late; else the connections are reset
     */
    record HalfOpen(Direction silent, boolean late) implements LinkState {}

    /** As seen by who opened the connection. */
    enum Direction {
        REQUESTS,
        ANSWERS
    }
}
