package dev.souk.payment.domain;

import dev.souk.messaging.event.NewEvent;
import java.util.List;

/**
 * A definite answer's effect, to be written by compare-and-set on what {@code before} was.
 *
 * @param events the facts that it makes true
 */
public record Step(Payment before, Payment after, List<NewEvent<?>> events) {
    public Step {
        events = List.copyOf(events);
    }
}
