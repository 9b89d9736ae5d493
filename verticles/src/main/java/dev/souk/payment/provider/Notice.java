package dev.souk.payment.provider;

import dev.souk.bus.StrictJson;
import dev.souk.bus.Texts;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.ProviderAnswer;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a provider's webhook: how the call of that key was answered.
 *
 * <p>JSON: {@code {"id": "...", "key": "capture.0...", "status": 200, "code": ""}}, with the status and code that the
 * call's answer has.
 */
public record Notice(CallKey key, ProviderAnswer answer) {
    private static final int LONGEST_CODE = 255;

    /** @throws IllegalArgumentException when it is no such notice */
    public static Notice parse(String body) {
        Object json;
        try {
            json = StrictJson.read(body);
        } catch (StrictJson.MalformedException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        if (json instanceof JsonObject notice
                && notice.getValue("key") instanceof String key
                && notice.getValue("status") instanceof Integer status
                && isCode(notice.getValue("code"))) {
            return new Notice(CallKey.parse(key), HttpPaymentProvider.answer(status, code(notice)));
        }
        throw new IllegalArgumentException("not an object of a key, a status and a code");
    }

    private static String code(JsonObject notice) {
        return Objects.requireNonNullElse(notice.getString("code"), "");
    }

    /** The code is stored with the refusal. */
    private static boolean isCode(@Nullable Object value) {
        return value == null || value instanceof String code && code.length() <= LONGEST_CODE && Texts.isStorable(code);
    }
}
