package dev.souk.edge.routes;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.AuditEndpoints.ReadLedger;
import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** The ledger of the promise, for operators. */
public final class LedgerRoute {
    private final Bus bus;

    public LedgerRoute(Bus bus) {
        this.bus = bus;
    }

    public Future<Answer> get(Call call) {
        return bus.askAgain(AuditEndpoints.LEDGER, new ReadLedger())
                .map(ledger -> Reply.of(200, Buffer.buffer(Json.bytes(ledger))));
    }
}
