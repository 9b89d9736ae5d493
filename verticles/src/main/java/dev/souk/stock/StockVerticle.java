package dev.souk.stock;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.stock.domain.OrderFact;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.SoldOut;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reserves, commits and gives back units for orders. One per node: a whole poll batch is one transaction, and one is
 * in flight, so a SKU that many orders want is locked once for all of them.
 *
 * <p>A batch that fails is tried again until the database takes it; an event that makes no sense goes to the dead
 * letters. All nodes hear which SKUs sold out, so that orders that come too late cost next to nothing.
 */
public final class StockVerticle extends VerticleBase {
    private static final String CONSUMER = "stock";
    /**
     * Of one batch: a hint has no need to be whole, and those that are left out are named when they are next asked for.
     */
    private static final int SKUS_PER_HINT = 1_000;

    private final Bus bus;
    private final Messaging messaging;
    private final EventHandler handler;
    private @Nullable EventConsumer consumer;

    public StockVerticle(Bus bus, Messaging messaging, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.handler = new OrderEventHandler(new StockLedger(new StockMetrics(metrics), this::soldOut));
    }

    @Override
    public Future<?> start() {
        return messaging.consume(CONSUMER, Set.of(Topics.ORDERS), handler).onSuccess(started -> consumer = started);
    }

    @Override
    public Future<?> stop() {
        return consumer == null ? Future.succeededFuture() : consumer.stop();
    }

    private void soldOut(SortedSet<String> skus) {
        bus.hint(
                StockEndpoints.SOLD_OUT,
                new SoldOut(skus.stream().limit(SKUS_PER_HINT).toList()));
    }

    private record OrderEventHandler(StockLedger ledger) implements EventHandler {
        @Override
        public boolean concerns(String type) {
            return OrderFact.concerns(type);
        }

        @Override
        public boolean bearsRepetition() {
            return true;
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            return ledger.takeAhead(tx, events.stream().map(OrderFact::of).toList());
        }
    }
}
