package dev.souk.stock.domain;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.stock.domain.StockDecision.Ignored;
import dev.souk.stock.domain.StockDecision.Reason;
import dev.souk.stock.message.StockEvents;
import dev.souk.stock.message.StockEvents.Shortage;
import dev.souk.stock.message.StockEvents.StockRejected;
import dev.souk.stock.message.StockEvents.StockReserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rules of stock as one pure function: facts about orders, one after the other in their order of arrival, so that
 * of two buyers of the last unit the first one has it.
 *
 * <pre>
 *   known of the order   placed                     confirmed           ended
 *   nothing              reserve: RESERVED, or      CONFIRMED           ENDED, the tombstone
 *                        REJECTED, or late: ENDED
 *   RESERVED             -                          commit: CONFIRMED   release: ENDED
 *   CONFIRMED            reserve and commit, where  -                   restock: ENDED
 *                        nothing is reserved yet
 *   REJECTED             -                          - (alarm)           -
 *   ENDED                -                          -                   -
 * </pre>
 *
 * <p>Every permutation and duplication of an order's facts ends with the same units in the same counters.
 */
public final class StockMachine {
    /** Stock states one thing about an order, once. */
    private static final long SEQ = 1;

    private final StockKnown known;
    private final StockBatchState books;
    private final List<NewEvent<?>> events = new ArrayList<>();
    private final List<Ignored> ignored = new ArrayList<>();

    private StockMachine(StockKnown known) {
        this.known = known;
        this.books = new StockBatchState(known);
    }

    /** @throws IllegalStateException when counters and reservations disagree */
    public static StockDecision decide(StockKnown known, List<OrderFact> facts) {
        StockMachine machine = new StockMachine(known);
        for (OrderFact fact : facts) {
            switch (fact) {
                case Placed placed -> machine.placed(placed);
                case Confirmed confirmed -> machine.confirmed(confirmed.orderId());
                case Ended ended -> machine.ended(ended.orderId());
            }
        }
        return machine.books.decision(machine.events, machine.ignored);
    }

    private void placed(Placed placed) {
        UUID orderId = placed.orderId();
        switch (books.order(orderId)) {
            case null -> reserve(placed, StockOrderState.RESERVED);
            // The confirmation overtook the placement, unless this is a repeated one.
            case CONFIRMED -> {
                if (books.hasReservations(orderId)) {
                    ignore(orderId, Reason.REPEATED);
                } else {
                    reserve(placed, StockOrderState.CONFIRMED);
                }
            }
            case RESERVED, REJECTED -> ignore(orderId, Reason.REPEATED);
            // The tombstone, or a repeated placement of an ended order: neither may reserve (again).
            case ENDED -> ignore(orderId, Reason.AFTER_END);
        }
    }

    private void reserve(Placed placed, StockOrderState next) {
        UUID orderId = placed.orderId();
        boolean confirmed = next == StockOrderState.CONFIRMED;
        if (known.isLate(placed)) {
            books.order(orderId, StockOrderState.ENDED);
            ignore(orderId, confirmed ? Reason.CONFIRMED_WITHOUT_STOCK : Reason.LATE);
            return;
        }
        List<Shortage> shortages = shortages(placed.wanted());
        if (shortages.isEmpty()) {
            books.order(orderId, next);
            books.hold(placed);
            state(StockEvents.RESERVED, placed, new StockReserved(orderId));
            if (confirmed) {
                books.commit(orderId);
            }
        } else {
            books.order(orderId, StockOrderState.REJECTED);
            state(StockEvents.REJECTED, placed, new StockRejected(orderId, shortages));
            if (confirmed) {
                ignore(orderId, Reason.CONFIRMED_WITHOUT_STOCK);
            }
        }
    }

    private List<Shortage> shortages(Map<String, Long> wanted) {
        List<Shortage> shortages = new ArrayList<>();
        wanted.forEach((sku, quantity) -> {
            Counters there = books.counters(sku);
            if (there == null) {
                shortages.add(new Shortage(sku, quantity, 0, "unknown_sku"));
            } else if (!there.has(quantity)) {
                String reason = there.available() == 0 ? "sold_out" : "insufficient";
                shortages.add(new Shortage(sku, quantity, there.available(), reason));
            }
        });
        return shortages;
    }

    private void confirmed(UUID orderId) {
        switch (books.order(orderId)) {
            case null -> books.order(orderId, StockOrderState.CONFIRMED);
            case RESERVED -> {
                books.order(orderId, StockOrderState.CONFIRMED);
                books.commit(orderId);
            }
            case CONFIRMED -> ignore(orderId, Reason.REPEATED);
            case REJECTED -> ignore(orderId, Reason.CONFIRMED_WITHOUT_STOCK);
            case ENDED -> ignore(orderId, Reason.AFTER_END);
        }
    }

    private void ended(UUID orderId) {
        switch (books.order(orderId)) {
            case null -> books.order(orderId, StockOrderState.ENDED);
            case RESERVED, CONFIRMED -> {
                books.order(orderId, StockOrderState.ENDED);
                books.giveBack(orderId);
            }
            // How every order ends that stock rejected: there is nothing to give back, and no need to remember more.
            case REJECTED -> {}
            case ENDED -> ignore(orderId, Reason.REPEATED);
        }
    }

    private <T> void state(EventType<T> type, Placed placed, T data) {
        events.add(NewEvent.of(type, placed.orderId().toString(), SEQ, known.now(), placed.traceparent(), data));
    }

    private void ignore(UUID orderId, Reason reason) {
        ignored.add(new Ignored(orderId, reason));
    }
}
