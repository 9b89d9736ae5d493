package dev.souk.stock.domain;

import static dev.souk.stock.domain.ReservationState.COMMITTED;
import static dev.souk.stock.domain.ReservationState.HELD;
import static dev.souk.stock.domain.ReservationState.RELEASED;
import static dev.souk.stock.domain.ReservationState.RESTOCKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.repair.RepairAnswer.Done;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StockReviewTest {
    private static final UUID ORDER = new UUID(0, 1);
    private static final OrderFact CONFIRMED = new OrderFact.Confirmed(ORDER);
    private static final OrderFact ENDED = new OrderFact.Ended(ORDER);

    private static StockDecision review(StockOrderState believed, ReservationState reserved, OrderFact fact) {
        StockKnown known = new StockKnown(
                Instant.EPOCH,
                Map.of(ORDER, believed),
                Map.of(ORDER, List.of(new Reservation(ORDER, "cup", 2, reserved))),
                Map.of("cup", new Counters(10, 6, 2, 2)));
        return StockReview.decide(known, List.of(fact));
    }

    private static String words(StockDecision decision) {
        return StockReview.done(decision).stream().map(Done::words).reduce("", String::concat);
    }

    @Test
    void whatIsHeldForAConfirmedOrderIsCommittedWhateverStockBelieves() {
        for (StockOrderState believed : List.of(StockOrderState.RESERVED, StockOrderState.CONFIRMED)) {
            StockDecision decision = review(believed, HELD, CONFIRMED);

            assertThat(words(decision)).isEqualTo("2 of cup HELD -> COMMITTED");
            assertThat(decision.flows())
                    .singleElement()
                    .satisfies(flow -> assertThat(flow.sku()).isEqualTo("cup"));
        }
    }

    @Test
    void whatAnOrderHasThatIsOverIsGivenBackWhateverStockBelieves() {
        for (StockOrderState believed : StockOrderState.values()) {
            assertThat(words(review(believed, HELD, ENDED))).isEqualTo("2 of cup HELD -> RELEASED");
            assertThat(words(review(believed, COMMITTED, ENDED))).isEqualTo("2 of cup COMMITTED -> RESTOCKED");
        }
    }

    @Test
    void whatIsRightOrGoneStaysAsItIs() {
        for (StockOrderState believed : StockOrderState.values()) {
            assertNothing(review(believed, COMMITTED, CONFIRMED));
            assertNothing(review(believed, RELEASED, CONFIRMED));
            assertNothing(review(believed, RESTOCKED, CONFIRMED));
            assertNothing(review(believed, RELEASED, ENDED));
            assertNothing(review(believed, RESTOCKED, ENDED));
        }
    }

    @Test
    void anOrderThatHasEndedSinceItWasAskedKeepsNothing() {
        assertNothing(review(StockOrderState.ENDED, HELD, CONFIRMED));
    }

    private static void assertNothing(StockDecision decision) {
        assertThat(decision.orders()).isEmpty();
        assertThat(decision.made()).isEmpty();
        assertThat(decision.moved()).isEmpty();
        assertThat(decision.flows()).isEmpty();
        assertThat(decision.events()).isEmpty();
    }

    @Test
    void aReviewReservesNothing() {
        OrderFact placed = new OrderFact.Placed(ORDER, Map.of("cup", 2L), Instant.EPOCH, null);

        assertThatThrownBy(() -> review(StockOrderState.RESERVED, HELD, placed))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
