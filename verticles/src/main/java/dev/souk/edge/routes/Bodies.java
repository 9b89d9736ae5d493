package dev.souk.edge.routes;

import dev.souk.money.Money;
import io.vertx.core.json.JsonObject;

/** Reads values out of bodies that were found to keep the contract. */
public final class Bodies {
    private Bodies() {}

    static Money money(JsonObject json) {
        return new Money(json.getLong("amount"), json.getString("currency"));
    }
}
