package dev.souk.stock.domain;

import static dev.souk.stock.domain.ReservationState.COMMITTED;
import static dev.souk.stock.domain.ReservationState.HELD;
import static dev.souk.stock.domain.ReservationState.RELEASED;
import static dev.souk.stock.domain.ReservationState.RESTOCKED;

import dev.souk.messaging.event.NewEvent;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.stock.domain.StockDecision.Ignored;
import dev.souk.stock.domain.StockDecision.OrderMove;
import dev.souk.stock.domain.StockDecision.ReservationMove;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Orders, reservations and counters as they change while a batch is decided; in the end, what differs from what was
 * known. A reservation never moves without its units.
 */
final class StockBatchState {
    private final StockKnown known;
    private final Map<UUID, StockOrderState> orders;
    private final Map<UUID, List<Reservation>> reservations;
    private final Map<String, Counters> counters;

    StockBatchState(StockKnown known) {
        this.known = known;
        this.orders = new LinkedHashMap<>(known.orders());
        this.reservations = new LinkedHashMap<>(known.reservations());
        this.counters = new HashMap<>(known.counters());
    }

    @Nullable
    StockOrderState order(UUID orderId) {
        return orders.get(orderId);
    }

    void order(UUID orderId, StockOrderState next) {
        orders.put(orderId, next);
    }

    boolean hasReservations(UUID orderId) {
        return reservations.containsKey(orderId);
    }

    @Nullable
    Counters counters(String sku) {
        return counters.get(sku);
    }

    /** For an order without reservations, whose units are there. */
    void hold(Placed placed) {
        List<Reservation> held = new ArrayList<>(placed.wanted().size());
        placed.wanted().forEach((sku, quantity) -> {
            count(sku, there -> there.hold(quantity));
            held.add(new Reservation(placed.orderId(), sku, quantity, HELD));
        });
        reservations.put(placed.orderId(), held);
    }

    void commit(UUID orderId) {
        replace(orderId, reservation -> switch (reservation.state()) {
            case HELD -> {
                count(reservation.sku(), there -> there.commit(reservation.quantity()));
                yield reservation.to(COMMITTED);
            }
            case COMMITTED, RELEASED, RESTOCKED -> reservation;
        });
    }

    void giveBack(UUID orderId) {
        replace(orderId, reservation -> switch (reservation.state()) {
            case HELD -> {
                count(reservation.sku(), there -> there.release(reservation.quantity()));
                yield reservation.to(RELEASED);
            }
            case COMMITTED -> {
                count(reservation.sku(), there -> there.restock(reservation.quantity()));
                yield reservation.to(RESTOCKED);
            }
            case RELEASED, RESTOCKED -> reservation;
        });
    }

    private void replace(UUID orderId, UnaryOperator<Reservation> move) {
        reservations.computeIfPresent(
                orderId, (id, before) -> before.stream().map(move).toList());
    }

    private void count(String sku, UnaryOperator<Counters> move) {
        Counters before = counters.get(sku);
        if (before == null) {
            throw new IllegalStateException("reserved, but never received: " + sku);
        }
        counters.put(sku, move.apply(before));
    }

    /** The writes that bring the database to the state of these books. */
    StockDecision decision(List<NewEvent<?>> events, List<Ignored> ignored) {
        List<Reservation> made = new ArrayList<>();
        List<ReservationMove> moved = new ArrayList<>();
        reservations.forEach((id, after) -> {
            List<Reservation> before = known.reservations().get(id);
            if (before == null) {
                made.addAll(after);
            } else {
                addMoves(before, after, moved);
            }
        });
        return new StockDecision(orderMoves(), made, moved, flows(), events, ignored);
    }

    private List<OrderMove> orderMoves() {
        List<OrderMove> moves = new ArrayList<>();
        orders.forEach((id, after) -> {
            StockOrderState before = known.orders().get(id);
            if (before != after) {
                moves.add(new OrderMove(id, before, after));
            }
        });
        return moves;
    }

    /** Both lists name the same SKUs in the same order: nothing but the state ever changes. */
    private static void addMoves(List<Reservation> before, List<Reservation> after, List<ReservationMove> moved) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).state() != after.get(i).state()) {
                moved.add(new ReservationMove(before.get(i), after.get(i).state()));
            }
        }
    }

    private List<CounterDelta> flows() {
        return known.counters().entrySet().stream()
                .map(before -> CounterDelta.between(
                        before.getKey(), before.getValue(), counters.getOrDefault(before.getKey(), before.getValue())))
                .filter(CounterDelta::isAny)
                .toList();
    }
}
