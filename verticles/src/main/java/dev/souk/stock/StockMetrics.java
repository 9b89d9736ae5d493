package dev.souk.stock;

import dev.souk.stock.domain.ReservationState;
import dev.souk.stock.domain.StockDecision;
import dev.souk.stock.domain.StockDecision.Ignored;
import dev.souk.stock.domain.StockDecision.Reason;
import dev.souk.stock.message.StockEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what stock did: {@code souk.stock.orders{outcome}} (reserved, rejected), {@code
 * souk.stock.reservations{state}} (how many entered it), {@code souk.stock.ignored{reason}}, {@code souk.stock.batch}
 * (facts in a transaction).
 */
final class StockMetrics {
    private static final Logger log = LoggerFactory.getLogger(StockMetrics.class);

    private final DistributionSummary batches;
    private final Counter reserved;
    private final Counter rejected;
    private final Map<ReservationState, Counter> entered;
    private final Map<Reason, Counter> ignored;

    StockMetrics(MeterRegistry metrics) {
        this.batches = metrics.summary("souk.stock.batch");
        this.reserved = metrics.counter("souk.stock.orders", "outcome", "reserved");
        this.rejected = metrics.counter("souk.stock.orders", "outcome", "rejected");
        this.entered = counters(
                ReservationState.class, state -> metrics.counter("souk.stock.reservations", "state", tag(state)));
        this.ignored = counters(Reason.class, reason -> metrics.counter("souk.stock.ignored", "reason", tag(reason)));
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> of, Function<E, Counter> counter) {
        Map<E, Counter> counters = new EnumMap<>(of);
        for (E each : of.getEnumConstants()) {
            counters.put(each, counter.apply(each));
        }
        return counters;
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @param facts in the batch that was decided so, and is durable */
    void count(int facts, StockDecision decision) {
        batches.record(facts);
        decision.events().forEach(event -> (event.type() == StockEvents.RESERVED ? reserved : rejected).increment());
        decision.made().forEach(reservation -> increment(entered, reservation.state()));
        decision.moved().forEach(move -> increment(entered, move.next()));
        decision.ignored().forEach(this::count);
    }

    private void count(Ignored fact) {
        increment(ignored, fact.reason());
        switch (fact.reason()) {
            case REPEATED, LATE -> {}
            case AFTER_END ->
                log.atInfo().addKeyValue("order", fact.orderId()).log("came after the order's end: changes nothing");
            case CONFIRMED_WITHOUT_STOCK ->
                log.atError().addKeyValue("order", fact.orderId()).log("confirmed, but stock has nothing for it");
        }
    }

    private static <E extends Enum<E>> void increment(Map<E, Counter> counters, E of) {
        Counter counter = counters.get(of);
        if (counter != null) {
            counter.increment();
        }
    }
}
