package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.stock.domain.StockDecision.Ignored;
import dev.souk.stock.domain.StockDecision.Reason;
import dev.souk.stock.message.StockEvents.Shortage;
import dev.souk.stock.message.StockEvents.StockRejected;
import dev.souk.stock.message.StockEvents.StockReserved;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StockMachineTest {
    private static final UUID ORDER = new UUID(1, 1);
    private static final Instant IN_TIME = StockWorld.NOW.plusSeconds(1);

    private static Placed placed(UUID order, Map<String, Long> wanted) {
        return new Placed(order, wanted, IN_TIME, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void sellOutIsExactAndTheFirstComeHaveIt() {
        List<OrderFact> rush = IntStream.range(0, 200)
                .<OrderFact>mapToObj(i -> placed(new UUID(0, i), Map.of("hot", 1L)))
                .toList();

        StockWorld world = new StockWorld(Map.of("hot", 50L)).take(rush);

        assertThat(world.counters).containsEntry("hot", new Counters(50, 0, 50, 0));
        assertThat(world.events.subList(0, 50))
                .extracting(event -> event.type().name())
                .containsOnly("stock.reserved");
        assertThat(world.events.subList(50, 200))
                .extracting(event -> event.type().name())
                .containsOnly("stock.rejected");
    }

    @Test
    void anOrderGetsAllOrNothingAndIsToldWhatIsShort() {
        Map<String, Long> wanted = new LinkedHashMap<>();
        wanted.put("there", 2L);
        wanted.put("few", 3L);
        wanted.put("none", 1L);
        wanted.put("never", 4L);
        StockWorld world = new StockWorld(Map.of("there", 9L, "few", 2L, "none", 0L));

        world.take(List.of(placed(ORDER, wanted)));

        assertThat(world.counters).containsEntry("there", new Counters(9, 9, 0, 0));
        assertThat(world.reservations).isEmpty();
        assertThat(world.events).singleElement().satisfies(event -> {
            assertThat(event.type().name()).isEqualTo("stock.rejected");
            assertThat(event.data())
                    .isEqualTo(new StockRejected(
                            ORDER,
                            List.of(
                                    new Shortage("few", 3, 2, "insufficient"),
                                    new Shortage("none", 1, 0, "sold_out"),
                                    new Shortage("never", 4, 0, "unknown_sku"))));
        });
    }

    @Test
    void anEventSaysWhoseItIsAndIsTheSameWhenDecidedAgain() {
        List<OrderFact> facts = List.of(placed(ORDER, Map.of("a", 1L)));
        StockWorld once = new StockWorld(Map.of("a", 1L)).take(facts);
        StockWorld again = new StockWorld(Map.of("a", 1L)).take(facts);

        assertThat(once.events).isEqualTo(again.events).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo(ORDER.toString());
            assertThat(event.seq()).isOne();
            assertThat(event.time()).isEqualTo(StockWorld.NOW);
            assertThat(event.traceparent()).startsWith("00-0af7651916cd43dd8448eb211c80319c");
            assertThat(event.data()).isEqualTo(new StockReserved(ORDER));
        });
    }

    @Test
    void aPlacementAfterItsDeadlineReservesNothingEver() {
        Placed late = new Placed(ORDER, Map.of("a", 1L), StockWorld.NOW.minusNanos(1), null);
        StockWorld world = new StockWorld(Map.of("a", 1L)).take(List.of(late));

        world.take(List.of(placed(ORDER, Map.of("a", 1L))));

        assertThat(world.counters).containsEntry("a", new Counters(1, 1, 0, 0));
        assertThat(world.orders).containsEntry(ORDER, StockOrderState.ENDED);
        assertThat(world.events).isEmpty();
        assertThat(world.ignored)
                .containsExactly(new Ignored(ORDER, Reason.LATE), new Ignored(ORDER, Reason.AFTER_END));
    }

    @Test
    void aPlacementAtItsDeadlineIsInTime() {
        Placed last = new Placed(ORDER, Map.of("a", 1L), StockWorld.NOW, null);

        assertThat(new StockWorld(Map.of("a", 1L)).take(List.of(last)).counters)
                .containsEntry("a", new Counters(1, 0, 1, 0));
    }

    @Test
    void theEndLeavesATombstoneForThePlacementThatComesAfterIt() {
        StockWorld world = new StockWorld(Map.of("a", 1L)).take(List.of(new Ended(ORDER)));

        world.take(List.of(placed(ORDER, Map.of("a", 1L))));

        assertThat(world.counters).containsEntry("a", new Counters(1, 1, 0, 0));
        assertThat(world.ignored).containsExactly(new Ignored(ORDER, Reason.AFTER_END));
    }

    @Test
    void whatIsSoldGoesBackWhenTheOrderIsCancelled() {
        StockWorld world = new StockWorld(Map.of("a", 5L));

        world.take(List.of(placed(ORDER, Map.of("a", 2L))));
        world.take(List.of(new Confirmed(ORDER)));
        assertThat(world.counters).containsEntry("a", new Counters(5, 3, 0, 2));
        world.take(List.of(new Ended(ORDER)));

        assertThat(world.counters).containsEntry("a", new Counters(5, 5, 0, 0));
        assertThat(world.reservations.get(ORDER))
                .containsEntry("a", new Reservation(ORDER, "a", 2, ReservationState.RESTOCKED));
    }

    @Test
    void unitsThatOneOrderGivesBackAreThereForTheNextInTheSameBatch() {
        UUID next = new UUID(2, 2);
        StockWorld world = new StockWorld(Map.of("a", 1L)).take(List.of(placed(ORDER, Map.of("a", 1L))));

        world.take(List.of(new Ended(ORDER), placed(next, Map.of("a", 1L))));

        assertThat(world.orders).containsEntry(next, StockOrderState.RESERVED);
        assertThat(world.counters).containsEntry("a", new Counters(1, 0, 1, 0));
    }

    @Test
    void aConfirmationThatOvertookItsPlacementIsRemembered() {
        StockWorld world = new StockWorld(Map.of("a", 5L)).take(List.of(new Confirmed(ORDER)));

        world.take(List.of(placed(ORDER, Map.of("a", 2L)), placed(ORDER, Map.of("a", 2L))));

        assertThat(world.counters).containsEntry("a", new Counters(5, 3, 0, 2));
        assertThat(world.ignored).containsExactly(new Ignored(ORDER, Reason.REPEATED));
    }

    @Test
    void aConfirmationOfAnOrderWithoutStockIsAnAlarm() {
        StockWorld world = new StockWorld(Map.of("a", 1L)).take(List.of(placed(ORDER, Map.of("a", 2L))));

        world.take(List.of(new Confirmed(ORDER)));

        assertThat(world.counters).containsEntry("a", new Counters(1, 1, 0, 0));
        assertThat(world.ignored).containsExactly(new Ignored(ORDER, Reason.CONFIRMED_WITHOUT_STOCK));
    }

    @Test
    void anOrderThatStockRejectedIsNotWrittenAgainWhenItEnds() {
        StockWorld world = new StockWorld(Map.of()).take(List.of(placed(ORDER, Map.of("a", 2L)), new Ended(ORDER)));

        assertThat(world.orders).containsEntry(ORDER, StockOrderState.REJECTED);
        assertThat(world.ignored).isEmpty();
    }

    @Test
    void countersThatDisagreeWithReservationsStopTheDecision() {
        StockKnown known = new StockKnown(
                StockWorld.NOW,
                Map.of(ORDER, StockOrderState.RESERVED),
                Map.of(ORDER, List.of(new Reservation(ORDER, "a", 2, ReservationState.HELD))),
                Map.of("a", new Counters(5, 4, 1, 0)));

        assertThatThrownBy(() -> StockMachine.decide(known, List.of(new Ended(ORDER))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("impossible stock");
        assertThatThrownBy(() -> StockMachine.decide(known.withCounters(Map.of()), List.of(new Confirmed(ORDER))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never received");
    }
}
