package dev.souk.prove.world;

import java.time.Duration;

/** The state of a link. Its earlier states do not matter: a link that is opened again works as a new one. */
public sealed interface LinkState {
    /** All bytes pass, at once. */
    record Open() implements LinkState {}

    /** Every piece passes after this time, each way. */
    record Slow(Duration delay) implements LinkState {}

    /** Connections are reset, and new ones as soon as they come. */
    record Cut() implements LinkState {}

    /**
     * One direction is dead, and neither end is told: no byte passes, no connection ends. New connections are accepted
     * and get nowhere.
     *
     * @param silent the direction that is dead
     * @param late when the link is opened, the bytes held back are delivered late; else the connections are reset
     */
    record HalfOpen(Direction silent, boolean late) implements LinkState {}

    /** A direction as the side that opened the connection sees it. */
    enum Direction {
        REQUESTS,
        ANSWERS
    }
}
