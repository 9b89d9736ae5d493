package dev.souk.messaging.event;

import org.jspecify.annotations.Nullable;

/** Reads W3C trace contexts: {@code 00-<32 hex trace id>-<16 hex span id>-<flags>}. */
public final class Trace {
    private static final int TRACE_ID_AT = 3;
    private static final int TRACE_ID_END = 35;

    private Trace() {}

    /** @return the trace id, or none when there is no such context */
    public static @Nullable String idOf(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() < TRACE_ID_END
                ? null
                : traceparent.substring(TRACE_ID_AT, TRACE_ID_END);
    }
}
