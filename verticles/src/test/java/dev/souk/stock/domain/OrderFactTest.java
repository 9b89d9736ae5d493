package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Json;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.Topics;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderMoved;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import dev.souk.order.message.OrderStatus;
import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderFactTest {
    private static final UUID ORDER = new UUID(1, 1);
    private static final Instant DEADLINE = Instant.parse("2026-11-27T09:02:00Z");

    private static EventEnvelope event(EventType<?> type, Object data) {
        return new EventEnvelope(
                "1.0",
                new UUID(2, 2),
                type.source(),
                type.name(),
                ORDER.toString(),
                Instant.EPOCH,
                "application/json",
                1,
                "trace",
                Json.MAPPER.valueToTree(data));
    }

    private static OrderPlaced placed(Item... items) {
        return new OrderPlaced(ORDER, "ann", List.of(items), DEADLINE);
    }

    @Test
    void theSameSkuTwiceInAnOrderIsSummed() {
        EventEnvelope event = event(OrderEvents.PLACED, placed(new Item("b", 2), new Item("a", 1), new Item("b", 3)));

        assertThat(OrderFact.of(event)).isEqualTo(new Placed(ORDER, Map.of("b", 5L, "a", 1L), DEADLINE, "trace"));
    }

    @Test
    void everyEndGivesBackAndAConfirmationCommits() {
        OrderEnded ended = new OrderEnded(ORDER, "ann", "why");

        for (EventType<OrderEnded> end : OrderFact.ENDS) {
            assertThat(OrderFact.of(event(end, ended))).isEqualTo(new Ended(ORDER));
            assertThat(OrderFact.concerns(end.name())).isTrue();
        }
        assertThat(OrderFact.ENDS)
                .extracting(EventType::name)
                .containsExactlyInAnyOrder(
                        "order.rejected", "order.payment_failed", "order.cancelled", "order.expired");
        assertThat(OrderFact.of(event(OrderEvents.CONFIRMED, Map.of()))).isEqualTo(new Confirmed(ORDER));
        assertThat(OrderFact.concerns(OrderEvents.CONFIRMED.name())).isTrue();
        assertThat(OrderFact.concerns(OrderEvents.PLACED.name())).isTrue();
    }

    @Test
    void whatStockNeedNotKnowIsPassedOver() {
        OrderMoved moved = new OrderMoved(ORDER, "ann");

        for (EventType<?> type : List.of(
                OrderEvents.RESERVED,
                OrderEvents.SHIPPED,
                OrderEvents.DELIVERED,
                OrderEvents.REFUNDED,
                new EventType<>("order.of_a_newer_kind", Topics.ORDERS, OrderMoved.class))) {
            assertThat(OrderFact.concerns(type.name())).isFalse();
            assertThatThrownBy(() -> OrderFact.of(event(type, moved))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPlacementThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> OrderFact.of(event(OrderEvents.PLACED, placed(new Item("a", 0)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrderFact.of(event(OrderEvents.PLACED, placed())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrderFact.of(event(
                        OrderEvents.PLACED, placed(new Item("a", Long.MAX_VALUE), new Item("a", Long.MAX_VALUE)))))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void theSweeperTakesAnOrdersStateForTheEventThatBringsItThere(OrderStatus status) {
        boolean sold = List.of("CONFIRMED", "SHIPPED", "DELIVERED", "REFUNDED").contains(status.name());

        assertThat(OrderFact.of(ORDER, status).map(fact -> fact instanceof Confirmed))
                .isEqualTo(status.isSettled() ? java.util.Optional.of(sold) : java.util.Optional.empty());
    }
}
