package dev.souk.launcher.balanced;

import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.Shop.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Customers that look at products, order, and look at their orders, without a break. None of them repeats a request
 * that was refused or lost: this class counts those requests.
 */
final class Customers {
    private static final int COUNT = 20;
    private static final Duration PACE = Duration.ofMillis(25);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(60);

    private final Shop shop;
    private final String sku;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final AtomicInteger placed = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    Customers(Shop shop, String sku) {
        this.shop = shop;
        this.sku = sku;
    }

    /** Returns when each of them has a token. */
    void come() {
        for (int i = 0; i < COUNT; i++) {
            shop.token(customer(i), "customer");
        }
        again(() -> shop.send("GET", "/v1/products/" + sku, null, Map.of(), null)
                .thenApply(answer -> check("browse", 200, answer)));
        again(() -> shop.send("GET", "/v1/products?limit=20", null, Map.of(), null)
                .thenApply(answer -> check("list", 200, answer)));
        again(this::order);
    }

    private static String customer(int i) {
        return "customer-" + i;
    }

    /** Sends one request at a time: the next begins after the answer to the one before. */
    private void again(Supplier<CompletableFuture<?>> request) {
        threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        request.get().join();
                    } catch (RuntimeException e) {
                        lost.add(e.toString());
                    }
                },
                0,
                PACE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<?> order() {
        int number = placed.getAndIncrement();
        String key = "key-" + number;
        String customer = customer(number % COUNT);
        return shop.order(customer, key, "tok_ok", "[" + Shop.line(sku, 1) + "]")
                .thenCompose(answer -> {
                    check("order " + key, 201, answer);
                    if (answer.status() != 201) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    String id = answer.body().get("id").asText();
                    accepted.put(id, customer);
                    return shop.send("GET", "/v1/orders/" + id, shop.token(customer, "customer"), Map.of(), null)
                            .thenApply(read -> check("read " + key, 200, read));
                });
    }

    private Answer check(String what, int expected, Answer answer) {
        answered.incrementAndGet();
        if (answer.status() != expected) {
            lost.add(what + ": " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    /** Returns when the last answer has come. */
    void leave() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
            lost.add("no answer within " + LAST_ANSWER);
        }
    }

    int answered() {
        return answered.get();
    }

    int placed() {
        return placed.get();
    }

    /** The requests that got no answer or a wrong one, in words. */
    List<String> lost() {
        return List.copyOf(lost);
    }

    /** Customers by the ids of their orders. */
    Map<String, String> accepted() {
        return Map.copyOf(accepted);
    }
}
