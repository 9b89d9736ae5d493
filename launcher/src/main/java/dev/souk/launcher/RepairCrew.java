package dev.souk.launcher;

import dev.souk.audit.repair.Remedies;
import dev.souk.audit.repair.Repair;
import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderQueriesVerticle;
import dev.souk.order.OrderRepairVerticle;
import dev.souk.payment.PaymentVerticles;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.StockRepairVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The features' repair commands in a process of their own, outside of any cluster: a repair needs the database and
 * Kafka, and no node. It consumes nothing and sweeps nothing. The nodes of the shop do the work that a repair makes
 * due; their relay publishes the events that a repair commits and cannot publish.
 */
public final class RepairCrew {
    private final Messaging messaging;
    private final Repair repair;

    private RepairCrew(Messaging messaging, Repair repair) {
        this.messaging = messaging;
        this.repair = repair;
    }

    /** @param transactions of the shop's database */
    public static Future<RepairCrew> assemble(
            Vertx vertx, Settings settings, TransactionRunner transactions, MeterRegistry metrics) {
        Bus bus = new Bus(vertx, settings.sql().statementTimeout());
        Messaging messaging = new Messaging(vertx, settings, "souk-repair", transactions, metrics);
        return Future.join(List.of(
                        vertx.deployVerticle(new OrderQueriesVerticle(bus, transactions)),
                        vertx.deployVerticle(new OrderRepairVerticle(bus, messaging, metrics)),
                        vertx.deployVerticle(new StockRepairVerticle(bus, transactions, metrics)),
                        vertx.deployVerticle(PaymentVerticles.review(messaging, bus))))
                .map(deployed -> new RepairCrew(messaging, new Repair(settings, new Remedies(bus, messaging))));
    }

    public Repair repair() {
        return repair;
    }

    /** Waits, within bounds, for what is on its way to Kafka. */
    public Future<Void> close() {
        return messaging.close();
    }
}
