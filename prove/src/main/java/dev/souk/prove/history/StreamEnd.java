package dev.souk.prove.history;

/** How a stream of events ended. */
public enum StreamEnd {
    /** The shop ended it; the follower connects again. */
    ENDED,
    /** 204: nothing is left to tell, and nothing is expected to follow. The follower does not connect again. */
    NOTHING_LEFT,
    /** There was no stream, but another answer. */
    REFUSED,
    /** No answer, or one that broke off, or silence for longer than heartbeats allow. */
    BROKEN,
    /** The run was over, and the follower went home. */
    LEFT
}
