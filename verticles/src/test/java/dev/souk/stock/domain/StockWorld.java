package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.NewEvent;
import dev.souk.stock.domain.StockDecision.Ignored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Stock's tables in memory: applies decisions as the repositories do, compare-and-set included. */
final class StockWorld {
    static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");

    final Map<UUID, StockOrderState> orders = new HashMap<>();
    final Map<UUID, Map<String, Reservation>> reservations = new HashMap<>();
    final Map<String, Counters> counters = new TreeMap<>();
    final List<NewEvent<?>> events = new ArrayList<>();
    final List<Ignored> ignored = new ArrayList<>();

    StockWorld(Map<String, Long> received) {
        received.forEach((sku, quantity) -> counters.put(sku, Counters.NONE.receive(quantity)));
    }

    StockWorld take(List<OrderFact> facts) {
        StockKnown known = known(facts);
        apply(StockMachine.decide(known, facts));
        return this;
    }

    /** Takes each of the batches in a transaction of its own. */
    StockWorld takeAll(List<List<OrderFact>> batches) {
        batches.forEach(this::take);
        return this;
    }

    /** The state of a batch's own orders, and the counters of the SKUs that it locks. */
    private StockKnown known(List<OrderFact> facts) {
        Map<UUID, StockOrderState> states = new HashMap<>();
        Map<UUID, List<Reservation>> theirs = new HashMap<>();
        for (OrderFact fact : facts) {
            StockOrderState state = orders.get(fact.orderId());
            if (state != null) {
                states.put(fact.orderId(), state);
            }
            Map<String, Reservation> reserved = reservations.get(fact.orderId());
            if (reserved != null) {
                theirs.put(fact.orderId(), List.copyOf(reserved.values()));
            }
        }
        StockKnown known = new StockKnown(NOW, states, theirs, Map.of());
        Map<String, Counters> locked = new HashMap<>();
        for (String sku : known.movable(facts)) {
            Counters there = counters.get(sku);
            if (there != null) {
                locked.put(sku, there);
            }
        }
        return known.withCounters(locked);
    }

    private void apply(StockDecision decision) {
        Set<Object> written = new HashSet<>();
        decision.orders().forEach(move -> {
            assertThat(written.add(move.orderId())).as("written once").isTrue();
            assertThat(orders.put(move.orderId(), move.next())).isEqualTo(move.previous());
        });
        decision.made()
                .forEach(made -> assertThat(reservations
                                .computeIfAbsent(made.orderId(), first -> new TreeMap<>())
                                .put(made.sku(), made))
                        .isNull());
        decision.moved().forEach(move -> {
            Reservation before = move.before();
            assertThat(lawful(before.state())).contains(move.next());
            assertThat(reservations
                            .getOrDefault(before.orderId(), new TreeMap<>())
                            .put(before.sku(), before.to(move.next())))
                    .isEqualTo(before);
        });
        decision.flows().forEach(flow -> {
            assertThat(written.add(flow.sku())).as("written once").isTrue();
            counters.compute(flow.sku(), (sku, before) -> {
                assertThat(before).isNotNull();
                return new Counters(
                        before.received() + flow.received(),
                        before.available() + flow.available(),
                        before.held() + flow.held(),
                        before.sold() + flow.sold());
            });
        });
        events.addAll(decision.events());
        ignored.addAll(decision.ignored());
    }

    /** The states of a reservation that are allowed after a batch, in which it may have taken two steps. */
    private static Set<ReservationState> lawful(ReservationState before) {
        return switch (before) {
            case HELD -> Set.of(ReservationState.COMMITTED, ReservationState.RELEASED, ReservationState.RESTOCKED);
            case COMMITTED -> Set.of(ReservationState.RESTOCKED);
            case RELEASED, RESTOCKED -> Set.of();
        };
    }

    /** Checks stock as the audit does: the counters agree with the reservations. */
    void check() {
        counters.forEach((sku, there) -> {
            assertThat(there.received()).isEqualTo(there.available() + there.held() + there.sold());
            assertThat(there.available()).isNotNegative();
            assertThat(there.held()).isEqualTo(sum(sku, ReservationState.HELD));
            assertThat(there.sold()).isEqualTo(sum(sku, ReservationState.COMMITTED));
        });
        orders.forEach((id, state) -> {
            List<ReservationState> theirs = reservations.getOrDefault(id, Map.of()).values().stream()
                    .map(Reservation::state)
                    .distinct()
                    .toList();
            switch (state) {
                case RESERVED -> assertThat(theirs).containsExactly(ReservationState.HELD);
                case CONFIRMED -> assertThat(theirs).isSubsetOf(ReservationState.COMMITTED);
                case REJECTED -> assertThat(theirs).isEmpty();
                case ENDED ->
                    assertThat(theirs)
                            .isSubsetOf(ReservationState.RELEASED, ReservationState.RESTOCKED)
                            .hasSizeLessThan(2);
            }
        });
    }

    private long sum(String sku, ReservationState state) {
        return reservations.values().stream()
                .flatMap(theirs -> theirs.values().stream())
                .filter(reservation -> reservation.sku().equals(sku) && reservation.state() == state)
                .mapToLong(Reservation::quantity)
                .sum();
    }
}
