package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.CanonicalJson;
import dev.souk.edge.json.JsonBuffer;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.KeyReused;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.stock.message.StockEndpoints.LevelAnswer;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import dev.souk.stock.message.StockEndpoints.Receive;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.message.StockEndpoints.Received;
import dev.souk.stock.message.StockEndpoints.TooFew;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** Stock: its levels and its receipts. */
public final class StockRoutes {
    private static final int LEVEL_BYTES = 256;
    private static final String RECEIPTS = "/receipts";

    private final Bus bus;

    public StockRoutes(Bus bus) {
        this.bus = bus;
    }

    /** A merchant acts on the present level, and gets none that may be of the past. */
    public Future<Answer> get(Call call) {
        Principal caller = call.caller();
        boolean all = caller != null && caller.is(Principal.MERCHANT);
        return bus.askAgain(StockEndpoints.LEVEL, new LevelOf(call.path("sku"), !all))
                .map(answer -> level(answer, all));
    }

    private static Answer level(LevelAnswer answer, boolean all) {
        return switch (answer) {
            case Level level -> Reply.of(200, json(level, all)).withAge(level.age());
            case UnknownSku unknown -> Problem.of(ProblemCode.SKU_NOT_FOUND);
        };
    }

    public Future<Answer> receive(Call call) {
        long quantity = call.body().getLong("quantity");
        Receive command = new Receive(
                call.principal().subject(),
                call.key(),
                CanonicalJson.hash(call.body()),
                call.path("sku"),
                quantity,
                call.traceparent());
        String path = call.request().path();
        return bus.ask(StockEndpoints.RECEIVE, command).map(outcome -> received(outcome, quantity, path));
    }

    private static Answer received(ReceiveOutcome outcome, long quantity, String path) {
        return switch (outcome) {
            case Received(UUID id, Level level, boolean replayed) ->
                Reply.of(201, receipt(id, quantity, level))
                        .withLocation(path.substring(0, path.length() - RECEIPTS.length()))
                        .withReplayed(replayed);
            case TooFew(String sku, long available) ->
                Problem.of(ProblemCode.INSUFFICIENT_STOCK).withMember("available", available);
            case UnknownSku unknown -> Problem.of(ProblemCode.SKU_NOT_FOUND);
            case KeyReused reused -> Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        };
    }

    private static Buffer json(Level level, boolean all) {
        return JsonBuffer.of(LEVEL_BYTES, json -> {
            json.writeStartObject();
            json.writeStringField("sku", level.sku());
            json.writeNumberField("available", level.available());
            if (all) {
                json.writeNumberField("received", level.received());
                json.writeNumberField("held", level.held());
                json.writeNumberField("sold", level.sold());
            }
            json.writeEndObject();
        });
    }

    private static Buffer receipt(UUID id, long quantity, Level level) {
        return JsonBuffer.of(LEVEL_BYTES, json -> {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            json.writeStringField("sku", level.sku());
            json.writeNumberField("quantity", quantity);
            json.writeNumberField("available", level.available());
            json.writeNumberField("received", level.received());
            json.writeNumberField("held", level.held());
            json.writeNumberField("sold", level.sold());
            json.writeEndObject();
        });
    }
}
