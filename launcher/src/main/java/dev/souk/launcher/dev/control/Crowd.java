package dev.souk.launcher.dev.control;

import dev.souk.bus.UnavailableException;
import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.ShopClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buyers that order again and again until their time is over. A buyer who gets no clear answer (none, 429, 5xx) sends
 * the same order with the same key again, to the next node: it can make one order only. Thread-safe.
 */
final class Crowd implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Crowd.class);
    private static final int CREATED = 201;
    private static final int PRODUCTS = 100;
    private static final int MOST_LINES = 3;
    private static final long PAUSE_MILLIS = 2_000;
    private static final long AGAIN_MILLIS = 400;
    /** After the time is over a buyer asks for a while longer what became of an order without a clear answer. */
    private static final long RESOLVE_NANOS = 30_000_000_000L;

    private final CrowdPlan plan;
    private final LiveNodes nodes;
    private final CrowdCounts counts = new CrowdCounts();
    private final Map<URI, ShopClient> clients = new ConcurrentHashMap<>();
    private final ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor();
    private final long endsAt;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private Crowd(CrowdPlan plan, LiveNodes nodes) {
        this.plan = plan;
        this.nodes = nodes;
        this.endsAt = System.nanoTime() + plan.time().toNanos();
    }

    /** Lets the buyers loose; returns at once. */
    static Crowd start(CrowdPlan plan, LiveNodes nodes) {
        Crowd crowd = new Crowd(plan, nodes);
        for (int i = 1; i <= plan.buyers(); i++) {
            String name = "crowd-" + crowd.run + "-" + i;
            crowd.counts.came();
            crowd.buyers.execute(() -> crowd.buy(name));
        }
        crowd.buyers.shutdown();
        return crowd;
    }

    CrowdPlan plan() {
        return plan;
    }

    CrowdCounts counts() {
        return counts;
    }

    boolean isRunning() {
        return !buyers.isTerminated();
    }

    private void buy(String name) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS));
            Map<String, String> token = ShopClient.bearer(insist(name, node -> token(node, name)));
            List<String> skus = skus(insist(name, node -> node.get("/v1/products?limit=" + PRODUCTS, "")));
            for (int order = 1; System.nanoTime() - endsAt < 0; order++) {
                order(name + "-" + order, token, skus);
                Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException failure) {
            log.info("{} goes home: {}", name, failure.getMessage());
        } finally {
            counts.left();
        }
    }

    private static String token(ShopClient node, String name) throws InterruptedException {
        return node.devToken(name, List.of("customer"));
    }

    private List<String> skus(Answer page) {
        List<String> skus = new ArrayList<>();
        page.body()
                .path("items")
                .forEach(product -> skus.add(product.path("sku").asText()));
        if (skus.isEmpty()) {
            throw new IllegalStateException("the shop lists no products");
        }
        return plan.flashSale() ? List.of(skus.getFirst()) : skus;
    }

    private void order(String key, Map<String, String> token, List<String> skus) throws InterruptedException {
        Map<String, String> headers = new HashMap<>(token);
        headers.put("idempotency-key", key);
        Map<String, Object> body = Map.of("lines", lines(skus), "payment", Map.of("token", "tok_ok"));
        long begin = System.nanoTime();
        while (true) {
            counts.asked();
            Answer answer = ask(node -> node.post("/v1/orders", headers, body));
            if (answer != null && !answer.isTransient()) {
                if (answer.status() == CREATED) {
                    counts.accepted(System.nanoTime() - begin);
                } else {
                    counts.refused();
                }
                return;
            }
            if (System.nanoTime() - endsAt > RESOLVE_NANOS) {
                counts.unresolved();
                return;
            }
            counts.again();
            Thread.sleep(ThreadLocalRandom.current().nextLong(AGAIN_MILLIS / 2, AGAIN_MILLIS));
        }
    }

    private List<Map<String, Object>> lines(List<String> skus) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int count = plan.flashSale() ? 1 : random.nextInt(1, MOST_LINES + 1);
        Map<String, Map<String, Object>> lines = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String sku = skus.get(random.nextInt(skus.size()));
            lines.put(sku, Map.of("sku", sku, "quantity", 1));
        }
        return List.copyOf(lines.values());
    }

    private interface Question<T> {
        T ask(ShopClient node) throws InterruptedException;
    }

    /** @return nothing when the node that was asked did not answer */
    private <T> @Nullable T ask(Question<T> question) throws InterruptedException {
        try {
            return question.ask(clients.computeIfAbsent(nodes.inTurn().getFirst(), ShopClient::new));
        } catch (UnavailableException noAnswer) {
            log.debug("no answer: {}", noAnswer.getMessage());
            return null;
        }
    }

    /** Asks until there is an answer, or the time is over. */
    private <T> T insist(String name, Question<T> question) throws InterruptedException {
        while (System.nanoTime() - endsAt < 0) {
            T answer = ask(question);
            if (answer != null && !(answer instanceof Answer given && given.isTransient())) {
                return answer;
            }
            Thread.sleep(AGAIN_MILLIS);
        }
        throw new IllegalStateException("no node answered " + name + " in time");
    }

    /** Ends all buyers at once. An order whose answer is not there yet may have been accepted. */
    @Override
    public void close() {
        buyers.shutdownNow();
        clients.values().forEach(ShopClient::close);
    }
}
