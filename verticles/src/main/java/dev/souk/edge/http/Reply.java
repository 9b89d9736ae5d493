package dev.souk.edge.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param status HTTP status, 200 to 304
 * @param body absent where the status has none
 * @param type of the body; JSON as a rule
 * @param etag strong entity tag, quotes included
 * @param location of the resource that the call made
 * @param replayed an earlier request with the same key had the effect
 * @param preference of the request's that was kept (RFC 7240)
 * @param age in seconds of content that is older than it should be (RFC 9111)
 * @param caching {@code Cache-Control}; absent: no cache may store it
 */
public record Reply(
        int status,
        @Nullable Buffer body,
        CharSequence type,
        @Nullable String etag,
        @Nullable String location,
        boolean replayed,
        @Nullable String preference,
        @Nullable Long age,
        @Nullable CharSequence caching)
        implements Answer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    public static Reply of(int status, Buffer body) {
        return new Reply(status, body, JSON, null, null, false, null, null, null);
    }

    public static Reply empty(int status) {
        return new Reply(status, null, JSON, null, null, false, null, null, null);
    }

    public Reply withType(CharSequence mediaType) {
        return new Reply(status, body, mediaType, etag, location, replayed, preference, age, caching);
    }

    public Reply withEtag(String tag) {
        return new Reply(status, body, type, tag, location, replayed, preference, age, caching);
    }

    public Reply withLocation(String path) {
        return new Reply(status, body, type, etag, path, replayed, preference, age, caching);
    }

    public Reply withReplayed(boolean again) {
        return new Reply(status, body, type, etag, location, again, preference, age, caching);
    }

    public Reply withPreference(String kept) {
        return new Reply(status, body, type, etag, location, replayed, kept, age, caching);
    }

    public Reply withAge(@Nullable Long seconds) {
        return new Reply(status, body, type, etag, location, replayed, preference, seconds, caching);
    }

    /** @param control a value of {@code Cache-Control} */
    public Reply withCaching(CharSequence control) {
        return new Reply(status, body, type, etag, location, replayed, preference, age, control);
    }
}
