package dev.souk.payment.work;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderEndpoints.PaymentTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the orders for card tokens, many at once. Lives on the context it was made on. */
public final class TokenSource {
    private static final Logger log = LoggerFactory.getLogger(TokenSource.class);
    private static final BatcherOptions BATCHES = new BatcherOptions(500, Duration.ofMillis(2), 20_000, 4);

    private final Bus bus;
    private final Batcher<UUID, Optional<String>> questions;

    public TokenSource(Vertx vertx, MeterRegistry metrics, Bus bus) {
        this.bus = bus;
        this.questions = new Batcher<>(
                vertx, metrics, "payment-tokens", BATCHES, one -> 1, order -> order, failure -> false, this::askAll);
    }

    /** @return empty when the order has none (any more), or did not answer */
    Future<Optional<String>> tokenOf(UUID order) {
        return questions.submit(order);
    }

    private Future<List<Optional<String>>> askAll(List<UUID> orders) {
        return bus.askAgain(OrderEndpoints.PAYMENT_TOKENS, new OrderIds(orders))
                .map(PaymentTokens::tokens)
                .otherwise(TokenSource::none)
                .map(tokens -> orders.stream()
                        .map(order -> Optional.ofNullable(tokens.get(order)))
                        .toList());
    }

    /** No tokens: a payment that needs one asks again later. */
    private static Map<UUID, String> none(Throwable failure) {
        log.warn("the orders do not give card tokens: {}", failure.getMessage());
        return Map.of();
    }
}
