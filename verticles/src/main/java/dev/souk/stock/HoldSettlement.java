package dev.souk.stock;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.stock.domain.OrderFact;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks orders where they are, and does to their reservations what the events that brought them there would have done.
 * Counted: {@code souk.stock.holds.settled}.
 */
final class HoldSettlement {
    private static final Logger log = LoggerFactory.getLogger(HoldSettlement.class);

    private final Bus bus;
    private final Messaging messaging;
    private final StockLedger ledger;
    private final Counter settled;

    HoldSettlement(Bus bus, Messaging messaging, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.ledger = new StockLedger(new StockMetrics(metrics));
        this.settled = metrics.counter("souk.stock.holds.settled");
    }

    /** @return the ids that the order feature does not know */
    Future<List<UUID>> settle(List<UUID> orders) {
        return bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(orders)).compose(answer -> {
            List<OrderFact> facts = new ArrayList<>();
            answer.statuses().forEach((id, status) -> OrderFact.of(id, status).ifPresent(facts::add));
            List<UUID> strangers = orders.stream()
                    .filter(id -> !answer.statuses().containsKey(id))
                    .toList();
            if (!strangers.isEmpty()) {
                log.atError()
                        .addKeyValue("order", strangers.getFirst())
                        .log("stock is held for {} orders that nobody knows; this is one", strangers.size());
            }
            return take(facts).map(strangers);
        });
    }

    private Future<Void> take(List<OrderFact> facts) {
        if (facts.isEmpty()) {
            return Future.succeededFuture();
        }
        return messaging
                .facts()
                .commit(
                        "stock-holds",
                        tx -> ledger.take(tx, facts)
                                .map(effects -> new Decided<>(effects.afterCommit(), effects.events())))
                .onSuccess(afterCommit -> {
                    afterCommit.run();
                    settled.increment(facts.size());
                    log.warn("{} orders had been settled without stock hearing of it", facts.size());
                })
                .mapEmpty();
    }
}
