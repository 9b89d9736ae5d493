package dev.souk.audit.message;

import dev.souk.bus.BusEndpoint;

/** Questions to the audit. */
public final class AuditEndpoints {
    /** The ledger of the promise, some time old at most. */
    public record ReadLedger() {}

    public static final BusEndpoint<ReadLedger, PromiseLedger> LEDGER =
            new BusEndpoint<>("audit.ledger", ReadLedger.class, PromiseLedger.class);

    private AuditEndpoints() {}
}
