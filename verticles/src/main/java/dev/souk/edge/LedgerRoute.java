package dev.souk.edge;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.AuditEndpoints.ReadLedger;
import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** The ledger of the promise, for operators. */
final class LedgerRoute {
    private final Bus bus;

    LedgerRoute(Bus bus) {
        this.bus = bus;
    }

    Future<Answer> get(Call call) {
        return bus.askAgain(AuditEndpoints.LEDGER, new ReadLedger())
                .map(ledger -> Reply.of(200, Buffer.buffer(Json.bytes(ledger))));
    }
}
