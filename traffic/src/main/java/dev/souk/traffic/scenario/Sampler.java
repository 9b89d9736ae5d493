package dev.souk.traffic.scenario;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.shop.Metrics;
import dev.souk.traffic.shop.ShopClient;
import dev.souk.traffic.shop.ShopDatabase;
import dev.souk.traffic.shop.ShopProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Samples a shop once a second while load is on it: the answers in that second, the time that one reader of its own
 * waits for a product, and the orders on their way. A sample that fails leaves a gap, and is counted.
 */
public final class Sampler implements AutoCloseable {
    private static final String ANSWERS = "vertx_http_server_response_time_seconds_count";
    private static final double MILLI = 1e6;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sampler").daemon().factory());
    private final List<Sample> samples = new ArrayList<>();
    private final ShopProcess shop;
    private final ShopClient client;
    private final ShopDatabase database;
    private final long begin = System.nanoTime();
    private @Nullable Metrics before;
    private long beforeAt;
    private int gaps;

    /** @param perSecond answers since the sample before */
    public record Sample(double second, double perSecond, double probeMillis, long backlog) {}

    Sampler(ShopProcess shop, ShopClient client) {
        this.shop = shop;
        this.client = client;
        this.database = new ShopDatabase(shop.sqlPort());
        var unused = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            long at = System.nanoTime();
            client.send("GET", "/v1/products/" + ShopClient.sku(1), "", List.of(), "")
                    .require(200);
            double probe = (System.nanoTime() - at) / MILLI;
            Metrics now = Metrics.read(shop.managementUrl(1));
            long backlog = database.onTheWay();
            add(at, now, probe, backlog);
        } catch (TrafficException e) {
            gap();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(long at, Metrics now, double probe, long backlog) {
        Metrics earlier = before;
        if (earlier != null) {
            Map<String, Double> answers = now.since(earlier, ANSWERS, "none");
            double perSecond =
                    answers.values().stream().mapToDouble(Double::doubleValue).sum()
                            / ((at - beforeAt) / (MILLI * 1e3));
            samples.add(new Sample((at - begin) / (MILLI * 1e3), perSecond, probe, backlog));
        }
        before = now;
        beforeAt = at;
    }

    private synchronized void gap() {
        gaps++;
    }

    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    public synchronized int gaps() {
        return gaps;
    }

    /** Ends after the look that is under way. */
    @Override
    public void close() {
        clock.close();
        database.close();
    }
}
