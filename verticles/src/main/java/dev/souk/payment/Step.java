package dev.souk.payment;

import dev.souk.messaging.NewEvent;
import java.util.List;

/**
 * A definite answer's effect, to be written by compare-and-set on what {@code before} was.
 *
 * @param events the facts that it makes true
 */
record Step(Payment before, Payment after, List<NewEvent<?>> events) {
    Step {
        events = List.copyOf(events);
    }
}
