package dev.souk.stock;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.stock.domain.Counters;
import dev.souk.stock.domain.StockOrderState;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opening;
import dev.souk.stock.store.CountersRepository;
import dev.souk.stock.store.ReceiptRepository.Kind;
import dev.souk.stock.store.ReservationRepository;
import dev.souk.stock.store.ReservationRepository.Found;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Looks at stock's tables directly, past all tested code. */
final class StockTables {
    private static final String UNBALANCED = """
            SELECT s.sku
            FROM stock s
            LEFT JOIN (SELECT sku, sum(quantity) AS units FROM stock_receipt GROUP BY sku) c ON c.sku = s.sku
            LEFT JOIN (SELECT sku,
                              sum(CASE WHEN state = 'HELD' THEN quantity ELSE 0 END) AS held,
                              sum(CASE WHEN state = 'COMMITTED' THEN quantity ELSE 0 END) AS sold
                       FROM reservation GROUP BY sku) r ON r.sku = s.sku
            WHERE s.received <> s.available + s.held + s.sold OR s.available < 0
               OR s.received <> coalesce(c.units, 0)
               OR s.held <> coalesce(r.held, 0) OR s.sold <> coalesce(r.sold, 0)
            """;

    private final TestDatabase database;

    StockTables(TestDatabase database) {
        this.database = database;
    }

    /** Opening stock of one SKU. */
    void open(String sku, long quantity) {
        OpenStock opening = new OpenStock("test", List.of(new Opening(sku, quantity)));
        assertThat(await(new ReceiptLedger(database.transactions).open(opening)).opened())
                .isOne();
    }

    Counters counters(String sku) {
        Map<String, Counters> found = await(new CountersRepository().find(database.pool, List.of(sku)));
        return found.getOrDefault(sku, Counters.NONE);
    }

    /** @return {@code sku state} of the order's reservations, sorted */
    List<String> reservations(UUID orderId) {
        return texts("SELECT sku || ' ' || state FROM reservation WHERE order_id = $1 ORDER BY sku", orderId);
    }

    /** @return the state of the order in stock, if stock knows the order */
    List<String> order(UUID orderId) {
        Found found =
                await(database.pool.withTransaction(tx -> new ReservationRepository().find(tx, List.of(orderId))));
        StockOrderState state = found.known().orders().get(orderId);
        return state == null ? List.of() : List.of(state.name());
    }

    List<String> texts(String sql, Object... parameters) {
        List<String> texts = new ArrayList<>();
        for (Row row : await(database.pool.preparedQuery(sql).execute(Tuple.wrap(parameters)))) {
            texts.add(String.valueOf(row.getValue(0)));
        }
        return texts;
    }

    /** Invariant 1 of the system: counters, receipts and reservations say the same. */
    void check() {
        assertThat(texts(UNBALANCED)).as("SKUs whose counters are wrong").isEmpty();
    }

    long receipts(String sku, Kind kind) {
        return texts("SELECT id FROM stock_receipt WHERE sku = $1 AND kind = $2", sku, kind.name())
                .size();
    }
}
