package dev.souk.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the shop.
 *
 * @param status HTTP status
 * @param body a missing node when there was none, or none that is JSON
 * @param retryAfterSeconds the wait that the answer asked for; 0: none
 */
public record Answer(int status, JsonNode body, long retryAfterSeconds) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The machine's word for a refusal ({@code sold_out}); the status where there is none. */
    public String code() {
        String code = body.path("code").asText();
        return code.isEmpty() ? "http_" + status : code;
    }

    /** The refusal for people: status, and the problem's detail or title. */
    public String problem() {
        String detail = body.path("detail").asText(body.path("title").asText());
        return "HTTP " + status + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** Whether a later try may end otherwise: the shop is overloaded, or a part of it away. */
    public boolean isTransient() {
        return status == 429 || status >= 500;
    }
}
