package dev.souk.payment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;

/**
 * What a webhook of the provider says: how the call of that key was answered.
 *
 * <p>JSON: {@code {"id": "...", "key": "capture.0...", "status": 200, "code": ""}}, with the status and code that the
 * call's answer has.
 */
record Notice(CallKey key, ProviderAnswer answer) {
    /** @throws IllegalArgumentException when it is no such notice */
    static Notice parse(String body) {
        JsonNode notice = Json.read(body, JsonNode.class);
        CallKey key = CallKey.parse(notice.path("key").asText());
        int status = notice.path("status").asInt();
        return new Notice(
                key, HttpPaymentProvider.answer(status, notice.path("code").asText()));
    }
}
