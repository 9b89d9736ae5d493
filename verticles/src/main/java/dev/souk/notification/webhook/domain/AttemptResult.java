package dev.souk.notification.webhook.domain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt.
 *
 * @param status of HTTP; absent where there was no answer
 */
public record AttemptResult(Kind kind, @Nullable Integer status) {
    private static final int GONE_STATUS = 410;

    /** The kinds are few: they are a label of metrics. */
    public enum Kind {
        DELIVERED,
        /** The receiver wants nothing more, ever: 410. */
        GONE,
        /** Any other answer; of a redirect too, which is not followed. */
        REFUSED,
        TIMEOUT,
        /** The name, the connection or its TLS failed. */
        UNREACHABLE,
        /** The address is not public: nothing was connected to. */
        BLOCKED,
        /** There is nothing to tell: the order is not known. */
        NO_ORDER;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param status of an answer: the whole 2xx range is success */
    public static AttemptResult answered(int status) {
        if (status >= 200 && status < 300) {
            return new AttemptResult(Kind.DELIVERED, status);
        }
        return new AttemptResult(status == GONE_STATUS ? Kind.GONE : Kind.REFUSED, status);
    }

    /** @param kind of an attempt that was not answered */
    public static AttemptResult without(Kind kind) {
        return new AttemptResult(kind, null);
    }

    /** Whether the endpoint is to blame. */
    public boolean failed() {
        return switch (kind) {
            case DELIVERED, NO_ORDER -> false;
            case GONE, REFUSED, TIMEOUT, UNREACHABLE, BLOCKED -> true;
        };
    }
}
