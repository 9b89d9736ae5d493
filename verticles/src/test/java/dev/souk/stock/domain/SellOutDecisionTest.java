package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SellOutDecisionTest {
    private static final UUID BUYER = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private static Placed placed(UUID order, String sku, long quantity) {
        return new Placed(order, Map.of(sku, quantity), StockWorld.NOW.plusSeconds(60), null);
    }

    private static SortedSet<String> soldOut(StockKnown known, OrderFact... facts) {
        return SellOutDecision.of(known, StockMachine.decide(known, List.of(facts)));
    }

    private static StockKnown known(Map<String, Counters> counters) {
        return new StockKnown(StockWorld.NOW, Map.of(), Map.of(), counters);
    }

    @Test
    void whoTakesTheLastUnitsSellsOut() {
        StockKnown known = known(Map.of("cup", new Counters(5, 5, 0, 0), "pot", new Counters(5, 5, 0, 0)));

        assertThat(soldOut(known, placed(BUYER, "cup", 4))).isEmpty();
        assertThat(soldOut(known, placed(BUYER, "cup", 4), placed(OTHER, "cup", 1)))
                .containsExactly("cup");
    }

    @Test
    void whoFindsNothingShowsThatItIsSoldOutAndWhoFindsTooLittleDoesNot() {
        StockKnown known = known(Map.of("cup", new Counters(5, 0, 5, 0), "pot", new Counters(5, 1, 4, 0)));

        assertThat(soldOut(known, placed(BUYER, "cup", 1))).containsExactly("cup");
        assertThat(soldOut(known, placed(BUYER, "pot", 2))).isEmpty();
        assertThat(soldOut(known, placed(BUYER, "never received", 1))).containsExactly("never received");
    }

    @Test
    void whatComesBackIsNotSoldOut() {
        StockKnown known = new StockKnown(
                StockWorld.NOW,
                Map.of(BUYER, StockOrderState.RESERVED),
                Map.of(BUYER, List.of(new Reservation(BUYER, "cup", 5, ReservationState.HELD))),
                Map.of("cup", new Counters(5, 0, 5, 0)));

        assertThat(soldOut(known, new Ended(BUYER))).isEmpty();
        assertThat(soldOut(known, new Ended(BUYER), placed(OTHER, "cup", 5)))
                .as("taken again within the batch, which leaves what there was")
                .isEmpty();
        assertThat(soldOut(known, placed(OTHER, "cup", 1))).containsExactly("cup");
    }
}
