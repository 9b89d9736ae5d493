package dev.souk.launcher;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.kafka.KafkaProbe;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * The parts that every feature of a node is made from.
 *
 * @param name unique among the nodes: the owner of leases
 * @param eventLoops how many this node runs on
 * @param serving whether this node is up and not stopping
 */
record NodeParts(
        Vertx vertx,
        Settings settings,
        String name,
        Bus bus,
        TransactionRunner transactions,
        Messaging messaging,
        KafkaProbe kafka,
        PrometheusMeterRegistry metrics,
        int eventLoops,
        BooleanSupplier serving) {}
