package dev.souk.stock;

import dev.souk.messaging.Effects;
import dev.souk.messaging.EventConsumer;
import dev.souk.messaging.EventEnvelope;
import dev.souk.messaging.EventHandler;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reserves, commits and gives back what orders ask for. One per node: a whole poll batch is one transaction, and one is
 * in flight, so a SKU that everybody wants is locked once for all of them.
 *
 * <p>A batch that fails is tried again until the database takes it; an event that makes no sense goes to the dead
 * letters.
 */
public final class StockVerticle extends VerticleBase {
    private static final String CONSUMER = "stock";

    private final Messaging messaging;
    private final EventHandler handler;
    private @Nullable EventConsumer consumer;

    public StockVerticle(Messaging messaging, MeterRegistry metrics) {
        this.messaging = messaging;
        this.handler = new OrderEventHandler(new StockLedger(new StockMetrics(metrics)));
    }

    @Override
    public Future<?> start() {
        return messaging.consume(CONSUMER, Set.of(Topics.ORDERS), handler).onSuccess(started -> consumer = started);
    }

    @Override
    public Future<?> stop() {
        return consumer == null ? Future.succeededFuture() : consumer.stop();
    }

    private record OrderEventHandler(StockLedger ledger) implements EventHandler {
        @Override
        public boolean concerns(EventEnvelope event) {
            return OrderFact.concerns(event);
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            return ledger.take(tx, events.stream().map(OrderFact::of).toList());
        }
    }
}
