package dev.souk.stock.domain;

import dev.souk.idempotency.Claim;
import dev.souk.stock.message.StockEndpoints.Receive;
import java.util.UUID;

/**
 * A receipt that is asked for.
 *
 * @param id of the receipt, should it be written: made before the transaction, so that a second run writes the same one
 * @param catalogued the catalog has the SKU; not looked up, and false, where stock has it already
 */
public record Receipt(UUID id, Receive ask, boolean catalogued) {
    private static final String ROUTE = "POST /v1/stock/{sku}/receipts";

    public String sku() {
        return ask.sku();
    }

    /** The SKU stands in the path of the request and not in its body, but it is part of what the key was used for. */
    public Claim claim() {
        return new Claim(ask.principal(), ROUTE, ask.key(), ask.sku() + ' ' + ask.bodyHash(), id.toString());
    }
}
