package dev.souk.prove.check.facts;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives account of a shop, from its stores alone: the shop itself is not asked and need not run. One implementation for
 * each kind of shop.
 */
public interface ShopFacts {
    /** For people. */
    String shop();

    Set<FactKind> kinds();

    /**
     * Streams all facts, in any order, from the calling thread; memory use does not depend on their number.
     *
     * @throws UnreadableException when a store cannot be read
     */
    void read(Consumer<Fact> to);

    /** @throws UnreadableException when a store cannot be read */
    Pending pending();

    /**
     * How far orders have come: the numbers of their last steps, by order; of some, and none where a shop keeps no
     * timelines.
     *
     * @param orders ids
     * @throws UnreadableException when a store cannot be read
     */
    default Map<String, Long> lastSteps(Collection<String> orders) {
        return Map.of();
    }
}
