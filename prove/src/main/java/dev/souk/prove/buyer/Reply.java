package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The outcome of one request. */
public sealed interface Reply {
    /** The node that was asked. */
    URI node();

    /** Whether asking again, with the same key, may end otherwise or tell more. */
    boolean isDoubtful();

    /**
     * @param retryAfter seconds
     * @param body a missing node when it is no JSON
     */
    record Answer(URI node, int status, @Nullable Integer retryAfter, JsonNode body) implements Reply {
        private static final int REQUEST_TIMEOUT = 408;
        private static final int TOO_MANY_REQUESTS = 429;

        @Override
        public boolean isDoubtful() {
            return status >= 500
                    || status == REQUEST_TIMEOUT
                    || status == TOO_MANY_REQUESTS
                    || (isSuccess() && body.isMissingNode());
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    record NoAnswer(URI node, String reason) implements Reply {
        @Override
        public boolean isDoubtful() {
            return true;
        }
    }
}
