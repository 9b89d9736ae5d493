package dev.souk.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.domain.OrderDecision;
import dev.souk.order.domain.OrderDecision.Moved;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.domain.OrderMachine;
import dev.souk.order.domain.OrderState;
import dev.souk.order.domain.PaymentStatus;
import dev.souk.order.message.OrderStatus;
import dev.souk.stock.message.StockEvents.Shortage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderMachineProperties {
    private static final long TOTAL = 500;
    private static final OrderInput RESERVED = new OrderInput.StockReserved();
    private static final OrderInput AUTHORIZED = new OrderInput.PaymentAuthorized(TOTAL);
    private static final OrderInput CAPTURED = new OrderInput.PaymentCaptured(TOTAL);

    /** What the other features can have stated about one order by the time everything is quiet. */
    private static final List<List<OrderInput>> HISTORIES = List.of(
            List.of(new OrderInput.StockRejected(List.of(new Shortage("a", 2, 1, "insufficient")))),
            List.of(RESERVED),
            List.of(RESERVED, AUTHORIZED),
            List.of(RESERVED, new OrderInput.PaymentDeclined("card_declined")),
            List.of(RESERVED, AUTHORIZED, CAPTURED),
            List.of(RESERVED, AUTHORIZED, new OrderInput.CaptureFailed("refused")),
            List.of(RESERVED, AUTHORIZED, new OrderInput.CaptureFailed("refused"), new OrderInput.PaymentVoided()),
            List.of(RESERVED, AUTHORIZED, CAPTURED, new OrderInput.PaymentRefunded(100)),
            List.of(
                    RESERVED,
                    AUTHORIZED,
                    CAPTURED,
                    new OrderInput.PaymentRefunded(100),
                    new OrderInput.PaymentRefunded(300)));

    /** A history in any order, each event any number of times. */
    @Provide
    Arbitrary<List<OrderInput>> deliveries() {
        return Arbitraries.of(HISTORIES)
                .flatMap(history -> Arbitraries.of(history).list().ofMaxSize(6).flatMap(repeated -> {
                    List<OrderInput> all = new ArrayList<>(history);
                    all.addAll(repeated);
                    return Arbitraries.shuffle(all);
                }));
    }

    /** As the lock reads them: of an order whose step tells of its lines they are there. */
    @Property(tries = 5000)
    void aStepThatTellsOfLinesHasThem(@ForAll("deliveries") List<OrderInput> deliveries) {
        OrderState state = OrderState.PLACED;
        for (OrderInput input : deliveries) {
            OrderDecision decision = OrderMachine.decide(state, input);
            if (decision instanceof Moved moved) {
                boolean waits = state.status() == OrderStatus.PENDING || state.status() == OrderStatus.RESERVED;
                boolean read = waits && (input.mayNeedLines() || state.payment() != PaymentStatus.NONE);
                boolean needed = !moved.shortages().isEmpty()
                        || moved.steps().stream().anyMatch(step -> step.event().equals("order.confirmed"));
                assertThat(read || !needed).as(state + " on " + input).isTrue();
                state = moved.state();
            }
        }
    }

    @Property(tries = 5000)
    void everyPermutationAndDuplicationEndsInTheSameState(@ForAll("deliveries") List<OrderInput> deliveries) {
        List<OrderInput> inTurn = HISTORIES.stream()
                .filter(history -> new HashSet<>(history).equals(new HashSet<>(deliveries)))
                .findFirst()
                .orElseThrow();

        assertThat(essence(run(OrderState.PLACED, deliveries))).isEqualTo(essence(run(OrderState.PLACED, inTurn)));
    }

    /** The state without the number of steps, which tells how it came about. */
    private static OrderState essence(OrderState state) {
        return new OrderState(
                state.status(), 0, state.payment(), state.authorized(), state.captured(), state.refunded());
    }

    @Provide
    Arbitrary<List<OrderInput>> anything() {
        return Arbitraries.<OrderInput>of(
                        RESERVED,
                        AUTHORIZED,
                        CAPTURED,
                        new OrderInput.StockRejected(List.of()),
                        new OrderInput.PaymentDeclined("no"),
                        new OrderInput.CaptureFailed("no"),
                        new OrderInput.PaymentVoided(),
                        new OrderInput.PaymentRefunded(100),
                        new OrderInput.PaymentRefunded(TOTAL),
                        new OrderInput.DeadlinePassed(),
                        new OrderInput.Cancel("buyer"),
                        new OrderInput.Ship(),
                        new OrderInput.Deliver(),
                        new OrderInput.Repaired("by hand"))
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 5000)
    void everyStepFollowsTheTable(@ForAll("anything") List<OrderInput> inputs) {
        OrderState state = OrderState.PLACED;
        for (OrderInput input : inputs) {
            if (OrderMachine.decide(state, input) instanceof Moved moved) {
                OrderStatus from = state.status();
                long seq = state.seq();
                for (OrderDecision.Step step : moved.steps()) {
                    assertThat(step.seq()).isEqualTo(++seq);
                    assertThat(step.status() == from || allowed(from).contains(step.status()))
                            .as("%s -> %s on %s", from, step.status(), input)
                            .isTrue();
                    from = step.status();
                }
                assertThat(moved.steps()).isNotEmpty();
                assertThat(moved.state().status()).isEqualTo(from);
                assertThat(moved.state().seq()).isEqualTo(seq);
                state = moved.state();
            }
        }
    }

    private static Set<OrderStatus> allowed(OrderStatus from) {
        return switch (from) {
            case PENDING ->
                Set.of(OrderStatus.RESERVED, OrderStatus.REJECTED, OrderStatus.CANCELLED, OrderStatus.EXPIRED);
            case RESERVED ->
                Set.of(OrderStatus.CONFIRMED, OrderStatus.PAYMENT_FAILED, OrderStatus.CANCELLED, OrderStatus.EXPIRED);
            case CONFIRMED -> Set.of(OrderStatus.SHIPPED, OrderStatus.CANCELLED);
            case SHIPPED -> Set.of(OrderStatus.DELIVERED, OrderStatus.REFUNDED);
            case DELIVERED -> Set.of(OrderStatus.REFUNDED);
            case REJECTED, PAYMENT_FAILED, CANCELLED, EXPIRED, REFUNDED -> Set.of();
        };
    }

    @Property
    void anOrderIsConfirmedOnlyWithStockAndMoney(@ForAll("anything") List<OrderInput> inputs) {
        OrderState state = OrderState.PLACED;
        Set<OrderInput> seen = new HashSet<>();
        for (OrderInput input : inputs) {
            seen.add(input);
            if (OrderMachine.decide(state, input) instanceof Moved moved) {
                boolean confirmed =
                        moved.steps().stream().anyMatch(step -> step.event().equals("order.confirmed"));
                if (confirmed) {
                    assertThat(seen).contains(RESERVED).containsAnyOf(AUTHORIZED, CAPTURED);
                }
                state = moved.state();
            }
        }
    }

    private static OrderState run(OrderState from, List<OrderInput> inputs) {
        OrderState state = from;
        for (OrderInput input : inputs) {
            if (OrderMachine.decide(state, input) instanceof Moved moved) {
                state = moved.state();
            }
        }
        return state;
    }
}
