package dev.souk.audit;

import dev.souk.messaging.Topics;
import java.util.List;

/** That a consumer, by the name on its inbox rows, handles every event of a topic. */
record Subscription(String topic, String consumer) {
    /** Those whose effects the invariants speak of. */
    static final List<Subscription> ALL = List.of(
            new Subscription(Topics.ORDERS, "stock"),
            new Subscription(Topics.ORDERS, "payment"),
            new Subscription(Topics.STOCK, "order"),
            new Subscription(Topics.PAYMENTS, "order"));
}
