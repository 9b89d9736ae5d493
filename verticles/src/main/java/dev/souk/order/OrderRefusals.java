package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimOutcome;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderReadRepository.Owned;
import dev.souk.order.store.OrderRepository;
import dev.souk.order.store.OrderRepository.CartVersion;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that are to be refused, in batches: when everything is sold out, that is nearly all of them. A
 * claimed key is answered from its claim first: a client that lost the answer to an accepted order must find the order.
 * So is a version of a cart that was ordered under another key.
 *
 * <p>Lives on one event loop. Fails as {@link TransactionRunner#read} does, and as busy when too many wait.
 */
final class OrderRefusals {
    private static final BatcherOptions READS = new BatcherOptions(500, Duration.ofMillis(1), 10_000, 2);

    private final ClaimRepository claims;
    private final OrderRepository repository;
    private final OrderReadRepository reads;
    private final Batcher<Refusal, Optional<PlaceOutcome>> batcher;

    /** @param cart that was asked for, where its version is known */
    private record Refusal(Claim claim, @Nullable CartVersion cart) {}

    /** Call on the event loop that it is to live on. */
    OrderRefusals(
            Vertx vertx,
            MeterRegistry metrics,
            TransactionRunner transactions,
            ClaimRepository claims,
            OrderRepository repository,
            OrderReadRepository reads) {
        this.claims = claims;
        this.repository = repository;
        this.reads = reads;
        this.batcher = new Batcher<>(
                vertx,
                metrics,
                "order-refusals",
                READS,
                refusal -> 1,
                refusal -> refusal,
                failure -> false,
                refusals -> transactions.read("order-refuse", client -> answer(client, refusals)));
    }

    /** @return {@code answer}, unless the key or the cart has its order */
    Future<PlaceOutcome> refuse(Claim claim, @Nullable CartVersion cart, PlaceOutcome answer) {
        return find(claim, cart).map(found -> found.orElse(answer));
    }

    /** @return what the key or the cart has become already, if it has */
    Future<Optional<PlaceOutcome>> find(Claim claim, @Nullable CartVersion cart) {
        return batcher.submit(new Refusal(claim, cart));
    }

    /** Fails with {@code failure}, unless the key has its order. */
    Future<PlaceOutcome> insteadOf(Throwable failure, Claim claim) {
        return batcher.submit(new Refusal(claim, null))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<List<Optional<PlaceOutcome>>> answer(SqlClient client, List<Refusal> refusals) {
        Future<Map<CartVersion, UUID>> carts = ordered(client, refusals);
        return claims.peek(client, refusals.stream().map(Refusal::claim).toList())
                .compose(claimed -> Future.all(replayed(client, claimed), carts).map(read -> {
                    Map<UUID, Owned> orders = read.resultAt(0);
                    List<Optional<PlaceOutcome>> answers = new ArrayList<>(refusals.size());
                    for (int i = 0; i < refusals.size(); i++) {
                        answers.add(answer(refusals.get(i), claimed.get(i), orders, carts.result()));
                    }
                    return answers;
                }));
    }

    private Future<Map<UUID, Owned>> replayed(SqlClient client, List<ClaimOutcome> claimed) {
        List<UUID> ids = claimed.stream()
                .filter(ClaimOutcome.Replay.class::isInstance)
                .map(outcome -> UUID.fromString(((ClaimOutcome.Replay) outcome).resource()))
                .toList();
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : reads.byId(client, ids);
    }

    private Future<Map<CartVersion, UUID>> ordered(SqlClient client, List<Refusal> refusals) {
        List<CartVersion> carts =
                refusals.stream().map(Refusal::cart).filter(Objects::nonNull).toList();
        return carts.isEmpty() ? Future.succeededFuture(Map.of()) : repository.byCart(client, carts);
    }

    private static Optional<PlaceOutcome> answer(
            Refusal refusal, ClaimOutcome claimed, Map<UUID, Owned> orders, Map<CartVersion, UUID> carts) {
        return switch (claimed) {
            case ClaimOutcome.KeyReused reused -> Optional.of(new KeyReused());
            case ClaimOutcome.Replay(String id) -> Optional.of(replay(UUID.fromString(id), orders));
            case ClaimOutcome.Fresh fresh ->
                Optional.ofNullable(refusal.cart()).map(carts::get).map(CartOrdered::new);
        };
    }

    private static Placed replay(UUID id, Map<UUID, Owned> orders) {
        Owned found = orders.get(id);
        if (found == null) {
            throw new IllegalStateException("order " + id + " is claimed and does not exist");
        }
        return new Placed(found.order(), true);
    }
}
