package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.bus.UnavailableException;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.embedded.FreePort;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderPlacementVerticle;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.stock.StockDeskVerticle;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Where no database listens, every caller is told that the database is unavailable, and never of a fault of the shop.
 * Look-ups too are tried again for a while, then given up with the right error.
 */
class DatabaseAwayTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, Duration.ofSeconds(20));
    private Pool pool;
    private Messaging messaging;

    @BeforeEach
    void deploy() throws IOException {
        Settings settings = SettingsLoader.load(
                List.of(),
                Map.of(),
                Map.of("sql.port", Integer.toString(FreePort.next()), "cluster.enabled", "false", "redis.nodes", ""));
        pool = SqlPool.open(vertx, settings.sql());
        TransactionRunner transactions = new TransactionRunner(vertx, pool, metrics, Duration.ofMillis(200));
        messaging = new Messaging(vertx, settings, "test", transactions, metrics);
        await(bus.serve(CatalogEndpoints.PRODUCTS, ask -> Future.succeededFuture(new Products(List.of()))));
        await(vertx.deployVerticle(new StockDeskVerticle(bus, transactions, settings, metrics)));
        await(vertx.deployVerticle(new OrderPlacementVerticle(
                bus, messaging, settings.order(), new CardTokens(settings.payment()), metrics, UUID::randomUUID)));
    }

    @AfterEach
    void close() {
        await(messaging.close());
        await(pool.close());
        await(vertx.close());
    }

    @Test
    void aLevelIsUnavailable() {
        assertThatThrownBy(() -> await(bus.ask(StockEndpoints.LEVEL, new LevelOf("cup"))))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void anOrderThatWouldBeRefusedIsUnavailable() {
        PlaceOrder order = new PlaceOrder(
                "ann",
                "key",
                "hash",
                List.of(new OrderItem("unknown", 1)),
                null,
                "tok_ok",
                null,
                null,
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThatThrownBy(() -> await(bus.ask(OrderEndpoints.PLACE, order))).isInstanceOf(UnavailableException.class);
    }
}
