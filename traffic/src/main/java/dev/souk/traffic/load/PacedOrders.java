package dev.souk.traffic.load;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import dev.souk.traffic.shop.ShopClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Orders at a fixed pace, however long the answers take. The pace shows the waiting that a closed loop of buyers hides
 * when the shop is slow.
 */
public final class PacedOrders {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int OPEN = 1_000;
    private static final long TICK_NANOS = 2_000_000;

    private PacedOrders() {}

    /** @throws TrafficException when orders failed, or more than 1,000 answers were owed */
    public static void place(Load load, double perSecond, int seconds) throws InterruptedException {
        List<String> tokens = tokens(load);
        String run = UUID.randomUUID().toString();
        Semaphore open = new Semaphore(OPEN);
        AtomicLong failed = new AtomicLong();
        long begin = System.nanoTime();
        long all = Math.round(perSecond * seconds);
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (long placed = 0; placed < all; ) {
                long due = Math.min(all, Math.round((System.nanoTime() - begin) / 1e9 * perSecond));
                for (; placed < due; placed++) {
                    if (!open.tryAcquire()) {
                        throw new TrafficException(
                                "the shop owes " + OPEN + " answers at " + Math.round(perSecond) + " orders a second");
                    }
                    String sku = ShopClient.sku((int) (1 + placed % load.products()));
                    HttpRequest request = HttpRequest.newBuilder(URI.create(load.url() + "/v1/orders"))
                            .timeout(ANSWER)
                            .headers(
                                    "Authorization",
                                    "Bearer " + tokens.get((int) (placed % tokens.size())),
                                    "Content-Type",
                                    "application/json",
                                    "Idempotency-Key",
                                    run + placed)
                            .POST(BodyPublishers.ofString("{\"lines\":[{\"sku\":\"" + sku
                                    + "\",\"quantity\":1}],\"payment\":{\"token\":\"tok_ok\"}}"))
                            .build();
                    var unused = http.sendAsync(request, BodyHandlers.discarding())
                            .whenComplete((answer, failure) -> {
                                open.release();
                                if (failure != null || answer.statusCode() != 201) {
                                    failed.incrementAndGet();
                                }
                            });
                }
                Programs.pause(Duration.ofNanos(TICK_NANOS));
            }
            open.acquire(OPEN);
        }
        if (failed.get() > 0) {
            throw new TrafficException(failed + " of " + all + " orders failed at half of what the shop sustains");
        }
    }

    private static List<String> tokens(Load load) {
        try {
            return Files.readAllLines(load.tokens());
        } catch (IOException e) {
            throw new TrafficException("no tokens: " + e.getMessage(), e);
        }
    }
}
