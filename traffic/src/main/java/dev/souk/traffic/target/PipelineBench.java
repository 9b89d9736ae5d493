package dev.souk.traffic.target;

import dev.souk.traffic.load.Cost;
import dev.souk.traffic.load.Load;
import dev.souk.traffic.load.PacedOrders;
import dev.souk.traffic.load.Pgbench;
import dev.souk.traffic.load.Stage;
import dev.souk.traffic.scenario.ScenarioRun;
import dev.souk.traffic.shop.Audit;
import dev.souk.traffic.shop.Confirmations;
import dev.souk.traffic.shop.ShopProcess;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole way of an order on one node with all roles: W1b, W2, W3, W4 and the costs C1 to C3. */
public final class PipelineBench implements Bench {
    private static final int PRODUCTS = 10_000;
    private static final int PGBENCH = 8;
    private static final int BURST = 20;
    private static final int SUSTAINED = 60;
    private static final int PACED = 15;
    /** The number of orders that wait to be confirmed at one time. */
    private static final int WAITING = 256;

    private static final int WAIT_SECONDS = 30;
    private static final Set<String> SUSTAINED_IDS = Set.of("W2", "W3", "W4", "C1", "C2", "C3");

    /** The figures of a round, each compared with another. */
    private enum Figure {
        PGBENCH,
        PGBENCH_WAL,
        PGBENCH_CPU,
        PGBENCH_HOT,
        BURST,
        BACKLOG,
        DRAIN,
        CONFIRMED,
        HOT,
        P99,
        TUPLES,
        WAL,
        CPU_NODE,
        CPU_DATABASE,
        CPU_BROKER
    }

    private final Map<Figure, List<Double>> rounds = new EnumMap<>(Figure.class);

    @Override
    public List<String> ids() {
        return List.of("W1b", "W2", "W3", "W4", "C1", "C2", "C3");
    }

    @Override
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException {
        rounds.clear();
        // A burst of W1b is taken whole, though it may last longer than its orders may wait.
        try (ShopProcess shop = setup.shop("--set", "order.backlog-free=1000000000");
                Stage stage = Stage.set(setup.root(), shop, setup.folder(), PRODUCTS, 0, true)) {
            Pgbench pgbench = new Pgbench(setup.root(), shop.sqlPort());
            stage.run(stage.load().waiting(WAIT_SECONDS).connections(WAITING).seconds(setup.seconds(PGBENCH)));
            stage.drain();
            for (int round = 0; round < setup.rounds(); round++) {
                round(setup, stage, pgbench, wanted);
            }
            return targets(wanted, Audit.of(setup.root(), shop));
        }
    }

    private void round(Setup setup, Stage stage, Pgbench pgbench, Set<String> wanted) throws InterruptedException {
        reference(pgbench, stage, setup.seconds(PGBENCH));
        if (wanted.contains("W1b")) {
            burst(stage, setup.seconds(BURST));
        }
        Set<String> sustained = new HashSet<>(SUSTAINED_IDS);
        sustained.retainAll(wanted);
        if (!sustained.isEmpty()) {
            sustained(stage, setup.seconds(SUSTAINED));
        }
        if (wanted.contains("W3")) {
            add(
                    Figure.PGBENCH_HOT,
                    pgbench.run("pgbench-hot.sql", setup.seconds(PGBENCH)).perSecond());
            add(Figure.HOT, confirmed(stage, "order-hot-sku", setup.seconds(SUSTAINED)));
        }
        if (wanted.contains("W4")) {
            add(Figure.P99, paced(stage, last(Figure.CONFIRMED) / 2, setup.seconds(PACED)));
        }
    }

    private void reference(Pgbench pgbench, Stage stage, int seconds) throws InterruptedException {
        Cost before = Cost.of(stage);
        Pgbench.Result result = pgbench.run("pgbench-order.sql", seconds);
        Cost after = Cost.of(stage);
        add(Figure.PGBENCH, result.perSecond());
        add(Figure.PGBENCH_WAL, after.walSince(before, result.transactions()));
        add(Figure.PGBENCH_CPU, after.cpuSince(before, "database", result.transactions()));
    }

    private void burst(Stage stage, int seconds) throws InterruptedException {
        Load.Result result = stage.run(stage.load().seconds(seconds));
        add(Figure.BURST, result.perSecond("201"));
        add(Figure.BACKLOG, stage.database().onTheWay());
        add(Figure.DRAIN, stage.drain().toMillis() / 1e3);
    }

    private void sustained(Stage stage, int seconds) throws InterruptedException {
        Cost before = Cost.settled(stage);
        OffsetDateTime begin = stage.database().now();
        add(Figure.CONFIRMED, confirmed(stage, "order-uniform", seconds));
        long orders = Math.max(1, stage.database().statuses(begin).getOrDefault("CONFIRMED", 0L));
        Cost after = Cost.settled(stage);
        add(Figure.TUPLES, after.tuplesSince(before, orders));
        add(Figure.WAL, after.walSince(before, orders));
        add(Figure.CPU_NODE, after.cpuSince(before, "node", orders));
        add(Figure.CPU_DATABASE, after.cpuSince(before, "database", orders));
        add(Figure.CPU_BROKER, after.cpuSince(before, "broker", orders));
    }

    /** Orders CONFIRMED in a second while buyers wait for them: no more come than are settled. */
    private static double confirmed(Stage stage, String script, int seconds) throws InterruptedException {
        OffsetDateTime begin = stage.database().now();
        Load.Result result = stage.run(stage.load()
                .script(script)
                .waiting(WAIT_SECONDS)
                .connections(WAITING)
                .seconds(seconds));
        long confirmed = stage.database().statuses(begin).getOrDefault("CONFIRMED", 0L);
        stage.drain();
        return confirmed / result.seconds();
    }

    /** p99 in ms from accepted to CONFIRMED at this many orders a second. */
    private static double paced(Stage stage, double perSecond, int seconds) throws InterruptedException {
        OffsetDateTime begin = stage.database().now();
        PacedOrders.place(stage.load(), perSecond, seconds);
        stage.drain();
        return Confirmations.of(stage.client(), stage.database().confirmedIds(begin, 2_000))
                .percentile(0.99);
    }

    private void add(Figure figure, double value) {
        rounds.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
    }

    private double last(Figure figure) {
        return rounds.getOrDefault(figure, List.of(0.0)).getLast();
    }

    private double median(Figure figure) {
        return Bench.median(rounds.getOrDefault(figure, List.of()));
    }

    private String text(Figure figure) {
        return ScenarioRun.number(median(figure));
    }

    private List<Target> targets(Set<String> wanted, Audit audit) {
        String verdict = "audit " + audit.text();
        List<Target> targets = new ArrayList<>();
        for (String id : ids()) {
            if (wanted.contains(id)) {
                targets.add(target(id, verdict));
            }
        }
        if (wanted.contains("W3")) {
            targets.add(new Target(
                    "W3p",
                    "the same against pgbench on one row",
                    median(Figure.HOT),
                    median(Figure.PGBENCH_HOT),
                    2.5,
                    true,
                    "1/s",
                    ""));
        }
        return targets;
    }

    private Target target(String id, String verdict) {
        return switch (id) {
            case "W1b" ->
                new Target(
                        id,
                        "orders durable in a burst, all roles",
                        median(Figure.BURST),
                        median(Figure.PGBENCH),
                        1.2,
                        true,
                        "1/s",
                        "backlog " + text(Figure.BACKLOG) + ", drained in " + text(Figure.DRAIN) + " s, " + verdict);
            case "W2" ->
                new Target(
                        id,
                        "orders confirmed, sustained",
                        median(Figure.CONFIRMED),
                        median(Figure.PGBENCH),
                        0.6,
                        true,
                        "1/s",
                        verdict);
            case "W3" ->
                new Target(
                        id,
                        "confirmed when all want one SKU, against W2",
                        median(Figure.HOT),
                        median(Figure.CONFIRMED),
                        0.9,
                        true,
                        "1/s",
                        verdict);
            case "W4" ->
                new Target(
                        id,
                        "p99 accepted to confirmed at half of W2",
                        median(Figure.P99),
                        1,
                        150,
                        false,
                        "ms",
                        verdict);
            case "C1" ->
                new Target(id, "heap tuple versions of an order", median(Figure.TUPLES), 1, 16, false, "rows", verdict);
            case "C2" ->
                new Target(
                        id, "WAL of an order", median(Figure.WAL), median(Figure.PGBENCH_WAL), 5, false, "bytes", "");
            case "C3" ->
                new Target(
                        id,
                        "CPU of an order",
                        median(Figure.CPU_NODE) + median(Figure.CPU_DATABASE) + median(Figure.CPU_BROKER),
                        median(Figure.PGBENCH_CPU),
                        1.5,
                        false,
                        "ms",
                        "node %s, database %s, broker %s"
                                .formatted(text(Figure.CPU_NODE), text(Figure.CPU_DATABASE), text(Figure.CPU_BROKER)));
            default -> throw new IllegalArgumentException(id);
        };
    }
}
