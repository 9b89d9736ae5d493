package dev.souk.stock.domain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.souk.repair.RepairAnswer.Done;
import dev.souk.stock.domain.StockDecision.ReservationMove;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The reservations that an order would have if stock had handled every event, whatever stock recorded of them: units
 * that are still held for a confirmed order are committed, units of an ended order are given back. Units that are gone
 * stay gone: another order may have them.
 */
public final class StockReview {
    private StockReview() {}

    /** @param facts about where orders are; no placements */
    public static StockDecision decide(StockKnown known, List<OrderFact> facts) {
        StockBatchState books = new StockBatchState(known);
        for (OrderFact fact : facts) {
            UUID orderId = fact.orderId();
            List<Reservation> reservations = known.reservations().getOrDefault(orderId, List.of());
            switch (fact) {
                case OrderFact.Placed placed ->
                    throw new IllegalArgumentException("a review reserves nothing: " + placed);
                // An order that stock knows as ENDED has ended since its status was read.
                case OrderFact.Confirmed confirmed -> {
                    boolean held = reservations.stream().anyMatch(one -> one.state() == ReservationState.HELD);
                    if (held && books.order(orderId) != StockOrderState.ENDED) {
                        books.order(orderId, StockOrderState.CONFIRMED);
                        books.commit(orderId);
                    }
                }
                case OrderFact.Ended ended -> {
                    if (reservations.stream().anyMatch(one -> one.state().isLive())) {
                        books.order(orderId, StockOrderState.ENDED);
                        books.giveBack(orderId);
                    }
                }
            }
        }
        return books.decision(List.of(), List.of());
    }

    /** @return what was moved, by order */
    public static List<Done> done(StockDecision decision) {
        Map<UUID, String> words = decision.moved().stream()
                .collect(groupingBy(move -> move.before().orderId(), mapping(StockReview::words, joining(", "))));
        return words.entrySet().stream()
                .map(moved -> new Done(moved.getKey().toString(), moved.getValue(), moved.getKey()))
                .toList();
    }

    private static String words(ReservationMove move) {
        Reservation before = move.before();
        return before.quantity() + " of " + before.sku() + " " + before.state() + " -> " + move.next();
    }
}
