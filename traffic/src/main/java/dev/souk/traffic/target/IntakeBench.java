package dev.souk.traffic.target;

import dev.souk.traffic.load.Load;
import dev.souk.traffic.load.Pgbench;
import dev.souk.traffic.load.Stage;
import dev.souk.traffic.shop.ShopProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** W1: orders until durable, on a node that does nothing else, against pgbench on the same server. */
public final class IntakeBench implements Bench {
    private static final int SECONDS = 8;
    /** A JVM that has just started compiles for longer than a measurement takes. */
    private static final int WARM_UP = 15;

    private static final int PRODUCTS = 10_000;

    @Override
    public List<String> ids() {
        return List.of("W1");
    }

    @Override
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException {
        fill(setup);
        int seconds = setup.seconds(SECONDS);
        List<Double> orders = new ArrayList<>();
        List<Double> reference = new ArrayList<>();
        long failed = 0;
        // Nothing settles these orders, so that the shop would soon refuse them.
        try (ShopProcess shop = setup.shop(
                        "--set", "node.roles=edge,catalog,order",
                        "--set", "order.deadline=1h",
                        "--set", "order.backlog-free=1000000000");
                Stage stage = Stage.set(setup.root(), shop, setup.folder(), PRODUCTS, 0, false)) {
            Pgbench pgbench = new Pgbench(setup.root(), shop.sqlPort());
            stage.run(stage.load().seconds(setup.seconds(WARM_UP)));
            for (int round = 0; round < setup.rounds(); round++) {
                reference.add(pgbench.run("pgbench-order.sql", seconds).perSecond());
                Load.Result result = stage.run(stage.load().seconds(seconds));
                orders.add(result.perSecond("201"));
                failed += result.failed();
            }
        }
        return List.of(new Target(
                "W1",
                "orders durable, roles edge,catalog,order",
                Bench.median(orders),
                Bench.median(reference),
                2.0,
                true,
                "1/s",
                failed == 0 ? "" : failed + " failed"));
    }

    /** With all roles, as the products' opening stock needs them. */
    private static void fill(Setup setup) throws InterruptedException {
        try (ShopProcess shop = setup.shop();
                Stage stage = Stage.set(setup.root(), shop, setup.folder(), PRODUCTS, 0, true)) {
            stage.drain();
        }
    }
}
