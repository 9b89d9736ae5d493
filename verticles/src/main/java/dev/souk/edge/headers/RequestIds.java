package dev.souk.edge.headers;

import dev.souk.bus.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names each request: by the caller's {@code X-Request-Id}, so that a proxy's log, the answer and the lines of this
 * node's log have one name; by a new id of 16 hexadecimal digits where that is not 1 to 64 letters, digits, {@code -},
 * {@code _} and {@code .}.
 */
public final class RequestIds {
    public static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

    private static final int MAX = 64;

    private RequestIds() {}

    /** Gives the answer its header and the log its name. On the context of the request. */
    public static void begin(HttpServerRequest request) {
        String id = idOf(request.getHeader(HEADER));
        request.response().putHeader(HEADER, id);
        RequestId.begin(id);
    }

    /** The id of the request that this is the answer to. */
    public static @Nullable String of(HttpServerResponse response) {
        return response.headers().get(HEADER);
    }

    private static String idOf(@Nullable String callers) {
        return callers != null && isId(callers)
                ? callers
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= '0' && c <= '9'
                    || c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
