package dev.souk.order;

import dev.souk.idempotency.ClaimOutcome;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Trace;
import dev.souk.messaging.outbox.Facts;
import dev.souk.order.domain.OrderState;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.TimelineEntry;
import dev.souk.order.store.NewOrder;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderReadRepository.Owned;
import dev.souk.order.store.OrderRepository;
import dev.souk.order.store.OrderRepository.CartVersion;
import dev.souk.sql.DatabaseClock;
import dev.souk.sql.SqlState;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a batch of new orders in one transaction: claim, order, timeline, event.
 *
 * <p>Next to always all keys are fresh and no cart was ordered before. That is taken for granted first: everything is
 * sent at once, in one round trip, and unique keys refuse the whole where it is not so. Then nothing was kept, and the
 * batch goes the long way:
 *
 * <pre>
 *  claim all keys ──replay──> the order that the key made, as it is now
 *    │ fresh      └─reused─> KeyReused
 *  insert ──cart version ordered before──> withdraw the claim, CartOrdered
 *    │ written
 *  order.placed
 * </pre>
 */
final class OrderPlacement {
    private static final String TRANSACTION = "place-orders";

    private final DatabaseClock clock = new DatabaseClock();
    private final ClaimRepository claims;
    private final OrderRepository repository;
    private final OrderReadRepository reads;
    private final Duration deadline;

    OrderPlacement(ClaimRepository claims, OrderRepository repository, OrderReadRepository reads, Duration deadline) {
        this.claims = claims;
        this.repository = repository;
        this.reads = reads;
        this.deadline = deadline;
    }

    /** @return an outcome for each order, in their order */
    Future<List<PlaceOutcome>> place(Facts facts, List<NewOrder> orders) {
        Instant now = clock.now();
        return now == null
                        || !ClaimRepository.areDistinct(
                                orders.stream().map(NewOrder::claim).toList())
                ? placeCarefully(facts, orders)
                : placeFresh(facts, orders, now)
                        .recover(failure -> SqlState.of(failure) == SqlState.CONTENT
                                ? placeCarefully(facts, orders)
                                : Future.failedFuture(failure));
    }

    private Future<List<PlaceOutcome>> placeCarefully(Facts facts, List<NewOrder> orders) {
        return facts.commit(TRANSACTION, tx -> place(tx, orders));
    }

    private Future<List<PlaceOutcome>> placeFresh(Facts facts, List<NewOrder> orders, Instant asked) {
        return facts.commitAtOnce(TRANSACTION, client -> {
            Future<?> heard = heard(client);
            // It may have waited for a connection.
            Instant now = Objects.requireNonNullElse(clock.now(), asked);
            return sentFresh(client, orders, now, heard);
        });
    }

    private Decided<List<PlaceOutcome>> sentFresh(
            SqlClient client, List<NewOrder> orders, Instant now, Future<?> heard) {
        Map<UUID, TimelineEntry> first = firstEntries(orders, now);
        Map<UUID, PlaceOutcome> made = new HashMap<>();
        List<PlaceOutcome> outcomes = new ArrayList<>(orders.size());
        for (NewOrder order : orders) {
            PlaceOutcome placed = placed(order, Objects.requireNonNull(first.get(order.id())), now);
            made.put(order.id(), placed);
            outcomes.add(placed);
        }
        Future<?> written = Future.all(
                heard,
                claims.claimFresh(client, orders.stream().map(NewOrder::claim).toList()),
                repository.insertFresh(client, orders, first, now, deadline));
        return new Decided<>(outcomes, placedEvents(orders, made, now), written);
    }

    /** The first statement of its transaction: it reads the time at which the transaction began. */
    private Future<Instant> heard(SqlClient client) {
        DatabaseClock.Question question = clock.ask();
        return repository.now(client).onSuccess(question::answered);
    }

    Future<Decided<List<PlaceOutcome>>> place(SqlClient tx, List<NewOrder> orders) {
        Future<Instant> now = heard(tx);
        Future<List<ClaimOutcome>> claimed =
                claims.claim(tx, orders.stream().map(NewOrder::claim).toList());
        return Future.all(now, claimed).compose(done -> {
            List<NewOrder> fresh = fresh(orders, claimed.result());
            Future<Map<UUID, PlaceOutcome>> made = insert(tx, fresh, now.result());
            Future<Map<UUID, Owned>> replayed = replayed(tx, claimed.result());
            return Future.all(made, replayed).map(all -> {
                List<PlaceOutcome> outcomes = new ArrayList<>(orders.size());
                for (int i = 0; i < orders.size(); i++) {
                    outcomes.add(outcome(orders.get(i), claimed.result().get(i), made.result(), replayed.result()));
                }
                return new Decided<>(outcomes, placedEvents(fresh, made.result(), now.result()));
            });
        });
    }

    private static List<NewOrder> fresh(List<NewOrder> orders, List<ClaimOutcome> claimed) {
        List<NewOrder> fresh = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            if (claimed.get(i) instanceof ClaimOutcome.Fresh) {
                fresh.add(orders.get(i));
            }
        }
        return fresh;
    }

    private Future<Map<UUID, Owned>> replayed(SqlClient client, List<ClaimOutcome> claimed) {
        List<UUID> ids = claimed.stream()
                .filter(ClaimOutcome.Replay.class::isInstance)
                .map(outcome -> UUID.fromString(((ClaimOutcome.Replay) outcome).resource()))
                .toList();
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : reads.byId(client, ids);
    }

    private Future<Map<UUID, PlaceOutcome>> insert(SqlClient tx, List<NewOrder> fresh, Instant now) {
        if (fresh.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Map<UUID, TimelineEntry> first = firstEntries(fresh, now);
        return repository.insert(tx, fresh, first, now, deadline).compose(written -> {
            Map<UUID, PlaceOutcome> outcomes = new HashMap<>();
            for (NewOrder order : fresh) {
                if (written.contains(order.id())) {
                    outcomes.put(order.id(), placed(order, Objects.requireNonNull(first.get(order.id())), now));
                }
            }
            return refuse(tx, fresh, written, outcomes);
        });
    }

    private Future<Map<UUID, PlaceOutcome>> refuse(
            SqlClient tx, List<NewOrder> fresh, Set<UUID> written, Map<UUID, PlaceOutcome> outcomes) {
        List<NewOrder> refused =
                fresh.stream().filter(order -> !written.contains(order.id())).toList();
        if (refused.isEmpty()) {
            return Future.succeededFuture(outcomes);
        }
        return claims.withdraw(tx, refused.stream().map(NewOrder::claim).toList())
                .compose(withdrawn -> repository.byCart(
                        tx,
                        refused.stream()
                                .map(NewOrder::cart)
                                .filter(Objects::nonNull)
                                .toList()))
                .map(carts -> {
                    refused.forEach(order -> outcomes.put(order.id(), new CartOrdered(orderOf(order, carts))));
                    return outcomes;
                });
    }

    private static UUID orderOf(NewOrder order, Map<CartVersion, UUID> carts) {
        CartVersion cart = order.cart();
        UUID ordered = cart == null ? null : carts.get(cart);
        if (ordered == null) {
            throw new IllegalStateException("order " + order.id() + " was neither written nor refused");
        }
        return ordered;
    }

    private static Map<UUID, TimelineEntry> firstEntries(List<NewOrder> orders, Instant now) {
        Map<UUID, TimelineEntry> first = new HashMap<>();
        orders.forEach(order -> first.put(order.id(), placedEntry(order, now)));
        return first;
    }

    private static TimelineEntry placedEntry(NewOrder order, Instant now) {
        UUID event = NewEvent.idOf(OrderEvents.PLACED.name(), order.id().toString(), 1);
        return new TimelineEntry(
                1, now, OrderStatus.PENDING, OrderEvents.PLACED.name(), null, event, Trace.idOf(order.traceparent()));
    }

    private static PlaceOutcome placed(NewOrder order, TimelineEntry first, Instant now) {
        StoredOrder stored = new StoredOrder(
                order.id(),
                order.customer(),
                OrderState.PLACED,
                order.total(),
                "",
                order.cartId(),
                order.cartVersion(),
                order.traceparent(),
                order.email() != null,
                order.locale(),
                now);
        return new Placed(stored.view(order.lines(), List.of(first), now, now), false);
    }

    private static PlaceOutcome placed(Map<UUID, Owned> orders, UUID id, boolean replayed) {
        Owned found = orders.get(id);
        if (found == null) {
            throw new IllegalStateException("order " + id + " is claimed and does not exist");
        }
        return new Placed(found.order(), replayed);
    }

    private static PlaceOutcome outcome(
            NewOrder order, ClaimOutcome claimed, Map<UUID, PlaceOutcome> made, Map<UUID, Owned> replayed) {
        return switch (claimed) {
            case ClaimOutcome.Fresh fresh -> Objects.requireNonNull(made.get(order.id()));
            case ClaimOutcome.KeyReused reused -> new KeyReused();
            case ClaimOutcome.Replay replay -> replay(order, UUID.fromString(replay.resource()), made, replayed);
        };
    }

    /** The key may be that of another request in this very batch, whose order is being made. */
    private static PlaceOutcome replay(
            NewOrder order, UUID claimed, Map<UUID, PlaceOutcome> made, Map<UUID, Owned> replayed) {
        PlaceOutcome inBatch = made.get(claimed);
        if (inBatch != null) {
            return inBatch instanceof Placed placed ? new Placed(placed.order(), true) : inBatch;
        }
        // A claim that holds this very id is this request's own, from a commit whose answer was lost.
        return placed(replayed, claimed, !claimed.equals(order.id()));
    }

    private List<NewEvent<?>> placedEvents(List<NewOrder> fresh, Map<UUID, PlaceOutcome> made, Instant now) {
        List<NewEvent<?>> events = new ArrayList<>(fresh.size());
        for (NewOrder order : fresh) {
            if (made.get(order.id()) instanceof Placed) {
                List<Item> items = order.lines().stream()
                        .map(line -> new Item(line.sku(), line.quantity()))
                        .toList();
                OrderPlaced data = new OrderPlaced(order.id(), order.customer(), items, now.plus(deadline));
                events.add(NewEvent.of(OrderEvents.PLACED, order.id().toString(), 1, now, order.traceparent(), data));
            }
        }
        return events;
    }
}
