package dev.souk.payment.sandbox;

import dev.souk.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The message that tells the shop of a decision.
 *
 * @param body JSON, as it is signed and sent
 * @param deliveries how often it shall still arrive
 * @param tries deliveries in a row that failed
 */
record Webhook(UUID id, String body, int deliveries, int tries) {

    private record Body(UUID id, String key, UUID payment, int status, String code) {}

    static Webhook of(Entry entry, int deliveries) {
        LedgerCall call = entry.call();
        UUID id = UUID.nameUUIDFromBytes(("webhook\n" + call.key()).getBytes(StandardCharsets.UTF_8));
        Body body = new Body(id, call.key(), call.payment(), entry.status(), entry.code());
        return new Webhook(id, Json.text(body), deliveries, 0);
    }
}
