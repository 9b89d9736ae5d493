package dev.souk.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.Skus;
import dev.souk.stock.message.StockEndpoints.SoldOut;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows which SKUs are worth asking stock about before an order is taken: those that a hint said to be sold out.
 *
 * <pre>
 *  lines ──none of them remembered──> nothing is sold out, at no cost
 *    │ some are
 *    └──> stock is asked: one question at a time for all orders that wait ──nothing there──> sold out
 *           │ silent, or too busy: not sold out, the pipeline decides    └──units──> forgotten
 * </pre>
 *
 * <p>The memory is never the answer, so it may lose or keep what it likes: an order too many is REJECTED by stock, a
 * question too many is answered. Lives on one event loop.
 */
final class SoldOutSkus {
    private static final long REMEMBERED = 10_000;
    /** Since it was last said to be so. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private static final BatcherOptions QUESTIONS = new BatcherOptions(500, Duration.ofMillis(1), 10_000, 2);
    /** A buyer waits no longer than this for an answer that is only there to spare work. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Cache<String, Boolean> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .executor(Runnable::run)
            .build();
    private final Bus bus;
    private final Batcher<String, Boolean> questions;

    /** Call on the event loop that it is to live on. */
    SoldOutSkus(Vertx vertx, Bus bus, MeterRegistry metrics) {
        this.bus = bus;
        this.questions = new Batcher<>(
                vertx, metrics, "sold-out-questions", QUESTIONS, sku -> 1, sku -> sku, failure -> false, this::ask);
    }

    /** Remembers SKUs that stock reported as sold out; an order that names one asks stock again. */
    void heard(Collection<String> skus) {
        skus.forEach(sku -> remembered.put(sku, true));
    }

    /** Whether any of the SKUs is remembered. */
    boolean mayBeAmong(List<OrderLine> lines) {
        for (OrderLine line : lines) {
            if (remembered.getIfPresent(line.sku()) != null) {
                return true;
            }
        }
        return false;
    }

    /** @return those of the lines' SKUs that are sold out now, as far as stock can say; never fails */
    Future<Set<String>> among(List<OrderLine> lines) {
        Map<String, Future<Boolean>> asked = new LinkedHashMap<>();
        for (OrderLine line : lines) {
            if (remembered.getIfPresent(line.sku()) != null) {
                asked.computeIfAbsent(line.sku(), sku -> questions.submit(sku).otherwise(false));
            }
        }
        return Future.all(List.copyOf(asked.values())).map(answered -> {
            Set<String> soldOut = new HashSet<>();
            asked.forEach((sku, answer) -> {
                if (answer.result()) {
                    soldOut.add(sku);
                }
            });
            return soldOut;
        });
    }

    private Future<List<Boolean>> ask(List<String> skus) {
        return bus.ask(StockEndpoints.SOLD_OUT_OF, new Skus(skus), PATIENCE).map(answer -> learned(skus, answer));
    }

    private List<Boolean> learned(List<String> skus, SoldOut answer) {
        Set<String> soldOut = new HashSet<>(answer.skus());
        heard(soldOut);
        return skus.stream()
                .map(sku -> {
                    boolean gone = soldOut.contains(sku);
                    if (!gone) {
                        remembered.invalidate(sku);
                    }
                    return gone;
                })
                .toList();
    }
}
