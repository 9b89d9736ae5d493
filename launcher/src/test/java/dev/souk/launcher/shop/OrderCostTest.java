package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.SqlTap.Count;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cost of an order at the database from its acceptance until it is captured: counts, which do not depend on how
 * busy the machine is. They are the counts C1 and C4 of {@code docs/performance.md}. The bounds are the last
 * measurements, rounded up: a change that makes an order cheaper lowers them, and one that makes it dearer has to say
 * why.
 */
class OrderCostTest {
    /** Heap tuple versions (inserts, updates and deletes of all tables, the provider's ledger too) of an order. */
    private static final double TUPLES_PER_ORDER = 25;
    /**
     * Statements and round trips of the whole way of an order that travels alone: batches of one. The marks of the outbox
     * may or may not share transactions, and a connection that has not prepared a statement takes one trip more.
     */
    private static final int STATEMENTS_OF_ONE = 97;

    private static final int ROUND_TRIPS_OF_ONE = 56;
    /** Round trips of each order in a burst, which share batches. How many they share depends on the machine. */
    private static final double ROUND_TRIPS_OF_BURST = 3;

    private static final String DATABASE = "order_cost";
    private static final int ORDERS = 200;
    private static final int PRODUCTS = 20;
    private static final Duration IDLE = Duration.ofSeconds(8);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static SqlTap tap;
    private static Settings settings;

    @BeforeAll
    static void open() throws IOException {
        tap = SqlTap.inFrontOf(SharedStack.get().postgres().port());
        // Work that a node does by the clock, and not for an order, is rare here.
        settings = ShopSettings.load(ShopSettings.of(
                DATABASE,
                Map.of(
                        "sql.port", Integer.toString(tap.port()),
                        "order.deadline", "10m",
                        "cart.sweep-every", "1h",
                        "messaging.sweep-every", "1h",
                        "payment.reconcile-every", "1h",
                        "sql.pool-size", "8",
                        "catalog.cache-ttl", "10m")));
    }

    @AfterAll
    static void close() throws IOException {
        tap.close();
    }

    @Test
    void theDatabaseWorksForAnOrderNoMoreThanItDid() throws SQLException {
        Map<String, Long> before = run(shop -> {
            for (int i = 0; i < PRODUCTS; i++) {
                shop.stock("item-" + i, 250, 1_000_000);
            }
            place(shop, "warm-up", 50);
        });

        Map<String, Count> one = new TreeMap<>();
        Map<String, Count> burst = new TreeMap<>();
        Map<String, Long> after = run(shop -> {
            place(shop, "first", 20);
            tap.take();
            place(shop, "alone", 1);
            one.putAll(tap.take());
            place(shop, "burst", ORDERS);
            burst.putAll(tap.take());
        });

        Map<String, Double> tuples = perOrder(before, after, ORDERS + 21);
        double versions =
                tuples.values().stream().mapToDouble(Double::doubleValue).sum();
        leaveForTraffic(versions, Count.sum(one));
        String report = report(tuples, versions, one, burst);
        assertThat(versions).as(report).isBetween(1.0, TUPLES_PER_ORDER);
        assertThat(Count.sum(one).statements()).as(report).isBetween(1, STATEMENTS_OF_ONE);
        assertThat(Count.sum(one).trips()).as(report).isBetween(1, ROUND_TRIPS_OF_ONE);
        assertThat((double) Count.sum(burst).trips() / ORDERS).as(report).isBetween(0.0, ROUND_TRIPS_OF_BURST);
        Audits.assertClean(settings);
    }

    /** Writes the counts for {@code traffic/run.sh targets}, which shows C4 beside the others. */
    private static void leaveForTraffic(double versions, Count one) {
        try {
            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("order-cost.properties"),
                    "tuples=%.2f%nstatements=%d%nroundTrips=%d%n".formatted(versions, one.statements(), one.trips()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void on(Shop shop);
    }

    /** Runs a node for the work and stops it, whereupon the server has counted all that its connections wrote. */
    private static Map<String, Long> run(Work work) throws SQLException {
        tap.take();
        Node node = Audits.await(Node.start(settings));
        try {
            Awaitility.await().pollDelay(IDLE).timeout(IDLE.multipliedBy(2)).until(() -> true);
            tap.learnBackground();
            work.on(new Shop("http://127.0.0.1:" + settings.http().port()));
        } finally {
            Audits.await(node.stop());
        }
        return written();
    }

    /** Places orders at one time and waits, without asking the node, until nothing moves any more: they are captured. */
    private static void place(Shop shop, String name, int orders) {
        List<CompletableFuture<Shop.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            answers.add(shop.order(
                    "buyer-" + i % 10, name + "-" + i, "tok_ok", "[" + Shop.line("item-" + i % PRODUCTS, 1) + "]"));
        }
        answers.forEach(answer -> Shop.require(201, answer.join()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> tap.quietFor() > QUIET.toNanos() && uncaptured() == 0);
    }

    private static long uncaptured() throws SQLException {
        return number(DATABASE, "SELECT count(*) FROM orders WHERE captured <> total OR status <> 'CONFIRMED'");
    }

    private static long number(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(SharedStack.get().postgres().jdbcUrl(database));
    }

    /** Tuple versions by table. A server process tells what it wrote when its connection ends. */
    private static Map<String, Long> written() throws SQLException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> number(
                                "postgres",
                                "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '" + DATABASE + "%'")
                        == 0);
        Map<String, Long> written = new HashMap<>();
        for (String database : List.of(DATABASE, DATABASE + "_sandbox")) {
            try (Connection connection = connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables")) {
                while (rows.next()) {
                    written.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return written;
    }

    /** Leases are written by the clock. */
    private static Map<String, Double> perOrder(Map<String, Long> before, Map<String, Long> after, int orders) {
        return after.entrySet().stream()
                .filter(table -> !table.getKey().startsWith("lease"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        table -> (table.getValue() - before.getOrDefault(table.getKey(), 0L)) / (double) orders,
                        Double::sum,
                        TreeMap::new));
    }

    private static String report(
            Map<String, Double> tuples, double versions, Map<String, Count> one, Map<String, Count> burst) {
        String tables = tuples.entrySet().stream()
                .filter(table -> table.getValue() > 0)
                .map(table -> "%s %.2f".formatted(table.getKey(), table.getValue()))
                .collect(Collectors.joining(", "));
        return "%.2f tuple versions an order (%s)%none order alone: %s%n%s%n%d orders at once: %s%n%s"
                .formatted(versions, tables, Count.sum(one), lines(one), ORDERS, Count.sum(burst), lines(burst));
    }

    private static String lines(Map<String, Count> counts) {
        return counts.entrySet().stream()
                .map(kind -> "  " + kind.getValue() + ": " + kind.getKey())
                .collect(Collectors.joining("\n"));
    }
}
