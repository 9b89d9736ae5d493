package dev.souk.edge.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in a distributed trace (W3C Trace Context, version 00).
 *
 * @param traceId 32 hex digits, the caller's or new
 * @param traceparent the value that is handed on: the trace id and a span id of this node
 */
public record TraceContext(String traceId, String traceparent) {
    private static final int LENGTH = 55;
    private static final HexFormat HEX = HexFormat.of();

    /** A new place in the caller's trace; in a trace of its own when the caller's header is missing or invalid. */
    public static TraceContext after(@Nullable String callers) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (callers != null && isValid(callers)) {
            String traceId = callers.substring(3, 35);
            return of(traceId, random, callers.substring(53, LENGTH));
        }
        return of(HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(nonZero(random)), random, "01");
    }

    private static TraceContext of(String traceId, ThreadLocalRandom random, String flags) {
        return new TraceContext(traceId, "00-" + traceId + "-" + HEX.toHexDigits(nonZero(random)) + "-" + flags);
    }

    /** A later version may be longer, but begins as version 00 does. */
    private static boolean isValid(String header) {
        boolean known = header.length() == LENGTH && header.startsWith("00-");
        boolean later = header.length() > LENGTH && header.charAt(LENGTH) == '-' && !header.startsWith("00-");
        return (known || later)
                && isHex(header, 0, 2)
                && !header.startsWith("ff")
                && header.charAt(2) == '-'
                && isHex(header, 3, 35)
                && !isZero(header, 3, 35)
                && header.charAt(35) == '-'
                && isHex(header, 36, 52)
                && !isZero(header, 36, 52)
                && header.charAt(52) == '-'
                && isHex(header, 53, LENGTH);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static long nonZero(ThreadLocalRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
