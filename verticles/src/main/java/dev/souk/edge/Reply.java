package dev.souk.edge;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param status HTTP status, 200 to 304
 * @param body JSON; absent where the status has none
 * @param etag strong entity tag, quotes included
 * @param location where the resource is that the call made
 * @param replayed an earlier request with the same key had the effect
 */
record Reply(
        int status,
        @Nullable Buffer body,
        @Nullable String etag,
        @Nullable String location,
        boolean replayed) implements Answer {

    static Reply of(int status, Buffer body) {
        return new Reply(status, body, null, null, false);
    }

    static Reply empty(int status) {
        return new Reply(status, null, null, null, false);
    }

    Reply withEtag(String tag) {
        return new Reply(status, body, tag, location, replayed);
    }

    Reply withLocation(String path) {
        return new Reply(status, body, etag, path, replayed);
    }

    Reply withReplayed(boolean again) {
        return new Reply(status, body, etag, location, again);
    }
}
