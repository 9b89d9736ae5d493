package dev.souk.edge.connection;

import java.time.Duration;

/**
 * How long a client may take, in milliseconds.
 *
 * @param head from the opening of a connection to the end of its first request's head
 * @param idle from an answer to the end of the next request's head
 * @param body from the head of a request to the end of its body; more for a long one
 * @param bodyRate bytes of a body that give it another second
 */
public record Deadlines(long head, long idle, long body, int bodyRate) {
    private static final long MILLIS = 1_000;

    public static Deadlines of(Duration head, Duration idle, Duration body, int bodyRate) {
        return new Deadlines(head.toMillis(), idle.toMillis(), body.toMillis(), bodyRate);
    }

    /** @param received bytes of the body */
    long body(long received) {
        return body + received * MILLIS / bodyRate;
    }
}
