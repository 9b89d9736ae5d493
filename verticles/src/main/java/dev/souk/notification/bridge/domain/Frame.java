package dev.souk.notification.bridge.domain;

import org.jspecify.annotations.Nullable;

/** A message from a client of the bridge. */
public sealed interface Frame {
    /**
     * @param token absent where none was given
     * @param after the last entry that is known; absent: none, or where an earlier registration of the address was
     */
    record Register(
            String address,
            @Nullable String token,
            @Nullable Long after) implements Frame {}

    record Unregister(String address) implements Frame {}

    record Ping() implements Frame {}

    /**
     * A message for the event bus, which takes none from outside.
     *
     * @param replyTo the address that the sender waits at, else the one it wrote to
     */
    record Inward(@Nullable String replyTo) implements Frame {}

    /** A message that is no frame of the protocol. */
    record Broken(Refusal refusal, @Nullable String address, String message) implements Frame {}
}
