package dev.souk.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.domain.OrderDecision;
import dev.souk.order.domain.OrderDecision.AlreadyDone;
import dev.souk.order.domain.OrderDecision.Ignored;
import dev.souk.order.domain.OrderDecision.Moved;
import dev.souk.order.domain.OrderDecision.Refused;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.domain.OrderMachine;
import dev.souk.order.domain.OrderState;
import dev.souk.order.message.OrderStatus;
import dev.souk.stock.message.StockEvents.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to an order, in whatever sequence, the machine does what the table of states says, and nothing else. */
class OrderModelProperties {
    private static final long TOTAL = 500;

    /** The way that most orders take; what else happens is put in anywhere. */
    private static final List<OrderInput> WAY = List.of(
            new OrderInput.StockReserved(),
            new OrderInput.PaymentAuthorized(TOTAL),
            new OrderInput.PaymentCaptured(TOTAL),
            new OrderInput.Ship(),
            new OrderInput.Deliver(),
            new OrderInput.PaymentRefunded(TOTAL));

    private static final Arbitrary<OrderInput> ANYTHING = Arbitraries.of(
            new OrderInput.StockReserved(),
            new OrderInput.StockRejected(List.of(new Shortage("a", 2, 1, "insufficient"))),
            new OrderInput.PaymentAuthorized(TOTAL),
            new OrderInput.PaymentDeclined("card_declined"),
            new OrderInput.PaymentCaptured(TOTAL),
            new OrderInput.CaptureFailed("refused"),
            new OrderInput.PaymentVoided(),
            new OrderInput.PaymentRefunded(100),
            new OrderInput.PaymentRefunded(TOTAL),
            new OrderInput.DeadlinePassed(),
            new OrderInput.Cancel("buyer"),
            new OrderInput.Ship(),
            new OrderInput.Deliver(),
            new OrderInput.Repaired("by hand"));

    @Provide
    Arbitrary<List<OrderInput>> lives() {
        Arbitrary<Integer> far = Arbitraries.integers().between(0, WAY.size());
        Arbitrary<List<OrderInput>> others = ANYTHING.list().ofMaxSize(5);
        Arbitrary<Integer> seeds = Arbitraries.integers();
        return Combinators.combine(far, others, others, seeds).as((steps, between, after, seed) -> {
            List<OrderInput> life = new ArrayList<>(WAY.subList(0, steps));
            Random places = new Random(seed);
            between.forEach(input -> life.add(places.nextInt(life.size() + 1), input));
            life.addAll(after);
            return life;
        });
    }

    @Property(tries = 10_000)
    void theMachineDoesWhatTheTableSaysAndNothingElse(@ForAll("lives") List<OrderInput> life) {
        NaiveOrder clerk = new NaiveOrder();
        OrderState state = OrderState.PLACED;
        for (OrderInput input : life) {
            OrderState before = state;
            List<String> expected = clerk.take(input);
            List<String> steps = new ArrayList<>();
            switch (OrderMachine.decide(state, input)) {
                case Moved moved -> {
                    moved.steps().forEach(step -> steps.add(step.event() + " " + step.status() + " " + step.reason()));
                    assertThat(moved.shortages().isEmpty())
                            .isNotEqualTo(steps.getFirst().startsWith("order.rejected"));
                    state = moved.state();
                }
                case Ignored ignored -> {}
                case AlreadyDone done -> steps.add("already");
                case Refused refused -> {
                    assertThat(refused.reason()).isNotBlank();
                    steps.add("refused");
                }
            }
            assertThat(steps).as("%s of %s, in %s", input, life, before).isEqualTo(expected);
            assertThat(state.status().name()).isEqualTo(clerk.status);
            assertThat(List.of(state.authorized(), state.captured(), state.refunded()))
                    .isEqualTo(List.of(clerk.authorized, clerk.captured, clerk.refunded));
        }
    }

    /** A price of 0 is a price: such an order is paid with nothing, and goes its way like any other. */
    @Example
    void anOrderThatCostsNothingIsShippedWhenItsCaptureIsKnown() {
        OrderState confirmed =
                moved(moved(OrderState.PLACED, new OrderInput.StockReserved()), new OrderInput.PaymentAuthorized(0));
        assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(OrderMachine.decide(confirmed, new OrderInput.Ship())).isInstanceOf(Refused.class);

        OrderState captured = moved(confirmed, new OrderInput.PaymentCaptured(0));

        assertThat(moved(captured, new OrderInput.Ship()).status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(moved(captured, new OrderInput.Cancel("buyer")).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    private static OrderState moved(OrderState state, OrderInput input) {
        OrderDecision decision = OrderMachine.decide(state, input);
        assertThat(decision).as("%s in %s", input, state).isInstanceOf(Moved.class);
        return ((Moved) decision).state();
    }
}
