package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.NewEvent;
import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class StockMachineProperties {
    private static final Map<String, Long> PLENTY = Map.of("a", 1_000L, "b", 1_000L, "c", 1_000L);
    private static final Map<String, Long> SCARCE = Map.of("a", 7L, "b", 3L, "c", 0L);
    /** The SKUs; the last one was never received. */
    private static final List<String> SKUS = List.of("a", "b", "c", "never");

    /** The facts told of an order, also impossible ones, such as a confirmation without a placement. */
    private record Life(Map<String, Long> wanted, boolean late, Set<Integer> told) {
        List<OrderFact> facts(int number) {
            UUID id = new UUID(0, number);
            Duration toDeadline = Duration.ofMinutes(late ? -1 : 2);
            List<OrderFact> facts = List.of(
                    new Placed(id, wanted, StockWorld.NOW.plus(toDeadline), null), new Confirmed(id), new Ended(id));
            return told.stream().sorted().map(facts::get).toList();
        }
    }

    /** Facts as they should have come, and batches as they came: in any order, each any number of times. */
    record Deliveries(List<OrderFact> facts, List<List<OrderFact>> batches) {
        List<List<OrderFact>> oneByOne() {
            return facts.stream().map(List::of).toList();
        }

        List<OrderFact> arrivals() {
            return batches.stream().flatMap(List::stream).toList();
        }
    }

    @Provide
    Arbitrary<Deliveries> ofOneOrder() {
        return deliveries(1, 6);
    }

    @Provide
    Arbitrary<Deliveries> ofSomeOrders() {
        return deliveries(5, 12);
    }

    private static Arbitrary<Deliveries> deliveries(int orders, int repetitions) {
        return lives().list().ofMinSize(1).ofMaxSize(orders).flatMap(lives -> {
            List<OrderFact> facts = new ArrayList<>();
            for (int i = 0; i < lives.size(); i++) {
                facts.addAll(lives.get(i).facts(i));
            }
            Arbitrary<List<OrderFact>> arrivals = Arbitraries.of(facts)
                    .list()
                    .ofMaxSize(repetitions)
                    .flatMap(repeated -> {
                        List<OrderFact> all = new ArrayList<>(facts);
                        all.addAll(repeated);
                        return Arbitraries.shuffle(all);
                    });
            Arbitrary<Integer> batchSize = Arbitraries.integers().between(1, facts.size() + repetitions);
            return Combinators.combine(arrivals, batchSize)
                    .as((arrived, size) -> new Deliveries(facts, cut(arrived, size)));
        });
    }

    private static Arbitrary<Life> lives() {
        Arbitrary<Map<String, Long>> wanted = Arbitraries.maps(
                        Arbitraries.frequency(
                                Tuple.of(9, "a"), Tuple.of(9, "b"), Tuple.of(3, "c"), Tuple.of(1, "never")),
                        Arbitraries.longs().between(1, 4))
                .ofMinSize(1);
        Arbitrary<Boolean> late = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
        Arbitrary<Set<Integer>> told = Arbitraries.subsetOf(0, 1, 2).filter(some -> !some.isEmpty());
        return Combinators.combine(wanted, late, told).as(Life::new);
    }

    private static List<List<OrderFact>> cut(List<OrderFact> arrivals, int size) {
        List<List<OrderFact>> batches = new ArrayList<>();
        for (int from = 0; from < arrivals.size(); from += size) {
            batches.add(arrivals.subList(from, Math.min(arrivals.size(), from + size)));
        }
        return batches;
    }

    @Property(tries = 5_000)
    void everyPermutationAndDuplicationEndsInTheSameCounters(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld inTurn = new StockWorld(PLENTY).takeAll(deliveries.oneByOne());
        StockWorld asItCame = new StockWorld(PLENTY).takeAll(deliveries.batches());

        assertThat(asItCame.counters).isEqualTo(inTurn.counters);
        assertThat(live(asItCame)).isEqualTo(live(inTurn));
    }

    /** For a single order this also holds where stock is short: it gets all or nothing, whatever comes first. */
    @Property(tries = 5_000)
    void everyPermutationOfOneOrderEndsInTheSameCountersWhereStockIsShort(@ForAll("ofOneOrder") Deliveries deliveries) {
        StockWorld inTurn = new StockWorld(SCARCE).takeAll(deliveries.oneByOne());
        StockWorld asItCame = new StockWorld(SCARCE).takeAll(deliveries.batches());

        assertThat(asItCame.counters).isEqualTo(inTurn.counters);
        assertThat(live(asItCame)).isEqualTo(live(inTurn));
    }

    private static Map<UUID, Set<Reservation>> live(StockWorld world) {
        return world.reservations.values().stream()
                .flatMap(theirs -> theirs.values().stream())
                .filter(reservation -> reservation.state().isLive())
                .collect(Collectors.groupingBy(Reservation::orderId, Collectors.toSet()));
    }

    @Property(tries = 3_000)
    void countersAreWhatTheReservationsSayAfterEveryBatch(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld world = new StockWorld(SCARCE);
        for (List<OrderFact> batch : deliveries.batches()) {
            world.take(batch);
            world.check();
        }
        SCARCE.forEach((sku, received) -> assertThat(world.counters.get(sku))
                .satisfies(there -> assertThat(there.held() + there.sold()).isLessThanOrEqualTo(received)));
    }

    @Property(tries = 3_000)
    void aBatchIsDecidedAsItsFactsWouldBeOneByOne(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld batched = new StockWorld(SCARCE).takeAll(deliveries.batches());
        StockWorld single = new StockWorld(SCARCE)
                .takeAll(deliveries.arrivals().stream().map(List::of).toList());

        assertThat(batched.counters).isEqualTo(single.counters);
        assertThat(batched.orders).isEqualTo(single.orders);
        assertThat(batched.events).isEqualTo(single.events);
        assertThat(batched.ignored).isEqualTo(single.ignored);
        assertThat(live(batched)).isEqualTo(live(single));
    }

    @Property(tries = 3_000)
    void theMachineDoesWhatANaiveClerkDoes(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld world = new StockWorld(SCARCE);
        NaiveStock clerk = new NaiveStock(SCARCE);
        for (List<OrderFact> batch : deliveries.batches()) {
            world.take(batch);
            batch.forEach(clerk::take);
            assertThat(world.counters).isEqualTo(clerk.counters());
        }
        assertThat(world.events)
                .extracting(event -> event.type().name() + " " + event.subject())
                .isEqualTo(clerk.said);
    }

    /** Reservations tell the state of their order, so an order that has any needs no row of its own. */
    @Property(tries = 3_000)
    void reservationsTellWhereTheirOrderIs(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld world = new StockWorld(SCARCE);
        for (List<OrderFact> batch : deliveries.batches()) {
            world.take(batch);
            world.reservations.forEach(
                    (order, theirs) -> assertThat(StockOrderState.shownBy(List.copyOf(theirs.values())))
                            .isEqualTo(world.orders.get(order)));
        }
    }

    @Property(tries = 2_000)
    void stockStatesOneThingAboutAnOrderAtMostOnce(@ForAll("ofSomeOrders") Deliveries deliveries) {
        StockWorld world = new StockWorld(SCARCE).takeAll(deliveries.batches());

        assertThat(world.events).extracting(NewEvent::subject).doesNotHaveDuplicates();
        assertThat(SKUS).containsAll(world.counters.keySet());
    }
}
