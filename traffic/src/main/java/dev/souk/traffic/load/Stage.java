package dev.souk.traffic.load;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import dev.souk.traffic.shop.ShopClient;
import dev.souk.traffic.shop.ShopDatabase;
import dev.souk.traffic.shop.ShopProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A shop that is filled and has customers, and what is needed to load it and to look at it. */
public final class Stage implements AutoCloseable {
    private static final long PLENTY = 1_000_000_000L;
    private static final Duration DRAIN = Duration.ofMinutes(5);

    private final Path root;
    private final ShopProcess shop;
    private final ShopClient client;
    private final ShopDatabase database;
    private final Load load;

    private Stage(Path root, ShopProcess shop, ShopClient client, ShopDatabase database, Load load) {
        this.root = root;
        this.shop = shop;
        this.client = client;
        this.database = database;
        this.load = load;
    }

    /**
     * @param scarce units of the one product more that a flash sale sells
     * @param fill whether the products are not there yet
     */
    public static Stage set(Path root, ShopProcess shop, Path folder, int products, long scarce, boolean fill)
            throws InterruptedException {
        ShopClient client = new ShopClient(shop.url());
        if (fill) {
            client.fill(products, PLENTY, scarce);
        }
        Path tokens = client.customers(folder);
        Load load = new Load(shop.url(), "order-uniform", 64, 8, products, tokens, 0);
        return new Stage(root, shop, client, new ShopDatabase(shop.sqlPort()), load);
    }

    public Path root() {
        return root;
    }

    public ShopProcess shop() {
        return shop;
    }

    public ShopClient client() {
        return client;
    }

    public ShopDatabase database() {
        return database;
    }

    /** 64 connections, {@code order-uniform}, 8 s: to be changed as needed. */
    public Load load() {
        return load;
    }

    public Load.Result run(Load changed) throws InterruptedException {
        return changed.run(root);
    }

    /** Waits until every order is settled and its money taken. @return how long that took */
    public Duration drain() throws InterruptedException {
        long begin = System.nanoTime();
        while (database.onTheWay() > 0 || database.uncaptured() > 0) {
            if (System.nanoTime() - begin > DRAIN.toNanos()) {
                throw new TrafficException(database.onTheWay() + " orders are not settled and " + database.uncaptured()
                        + " not captured after " + DRAIN.toSeconds() + " s");
            }
            Programs.pause(Duration.ofMillis(200));
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        database.close();
        client.close();
    }
}
