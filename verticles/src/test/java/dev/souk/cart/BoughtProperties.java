package dev.souk.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cart.Cart.Line;
import dev.souk.cart.message.CartEndpoints.SetLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BoughtProperties {
    private static final UUID ID = new UUID(1, 1);
    private static final List<String> SKUS = List.of("a", "b", "c", "d");
    private static final CartLimits LIMITS = new CartLimits(1_000, 1_000_000);

    /** A step in the life of a cart. */
    public sealed interface Step {
        /** @param quantity 0 takes the line out */
        record Change(String sku, long quantity) implements Step {}

        /** The cart is ordered as it is; the fact of it comes later. */
        record Order() implements Step {}

        /** A fact that is out already is delivered; again, if it was before. */
        record Deliver(int which) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> changes = Combinators.combine(
                        Arbitraries.of(SKUS), Arbitraries.longs().between(0, 3))
                .as(Step.Change::new);
        Arbitrary<Step> orders = Arbitraries.create(Step.Order::new);
        Arbitrary<Step> deliveries = Arbitraries.integers().between(0, 9).map(Step.Deliver::new);
        return Arbitraries.oneOf(changes, changes, orders, deliveries).list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Bought>> purchases() {
        Arbitrary<Bought> purchase = Combinators.combine(
                        Arbitraries.longs().between(1, 10),
                        Arbitraries.of(SKUS).set().ofMinSize(1))
                .as((version, skus) -> new Bought(ID, version, skus, new UUID(2, version)));
        return purchase.list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<Cart> carts() {
        Arbitrary<Line> line = Combinators.combine(
                        Arbitraries.of(SKUS), Arbitraries.longs().between(1, 10))
                .as((sku, changed) -> new Line(sku, 1, 1, changed));
        return line.list()
                .uniqueElements(Line::sku)
                .ofMaxSize(4)
                .map(lines -> new Cart(ID, null, 10, new UUID(3, 3), lines));
    }

    /** Any order of the facts, each any number of times, in one batch or one by one: the same lines are left. */
    @Property(tries = 3000)
    void everyPermutationAndDuplicationLeavesTheSameLines(
            @ForAll("carts") Cart cart, @ForAll("purchases") List<Bought> bought, @ForAll long seed) {
        List<Bought> shuffled = new ArrayList<>(bought);
        bought.stream().limit(seed & 3).forEach(shuffled::add);
        Collections.shuffle(shuffled, new Random(seed));

        Cart inTurn = after(cart, bought);
        Cart oneByOne = cart;
        for (Bought purchase : shuffled) {
            oneByOne = after(oneByOne, List.of(purchase));
        }

        assertThat(after(cart, shuffled).lines()).isEqualTo(inTurn.lines());
        assertThat(oneByOne.lines()).isEqualTo(inTurn.lines());
    }

    /**
     * Against a model that remembers, for every line, whether an order whose fact came had seen it as it is now: changes,
     * orders and deliveries in any sequence.
     */
    @Property(tries = 5000)
    void aLineGoesExactlyWhenAnOrderBoughtItAndNobodySetItSince(@ForAll("histories") List<Step> history) {
        Cart cart = Cart.empty(ID, null, new UUID(4, 4));
        List<Bought> facts = new ArrayList<>();
        Map<String, Integer> setAt = new HashMap<>();
        List<Map<String, Integer>> ordered = new ArrayList<>();
        int clock = 0;
        for (Step step : history) {
            clock++;
            switch (step) {
                case Step.Change change -> {
                    LineDecision decision = LineDecision.of(
                            cart,
                            new SetLine(ID, null, change.sku(), change.quantity(), null),
                            true,
                            LIMITS,
                            new UUID(5, clock));
                    if (decision instanceof LineDecision.Set set) {
                        cart = set.change().after();
                        setAt.put(change.sku(), clock);
                        if (change.quantity() == 0) {
                            setAt.remove(change.sku());
                        }
                    }
                }
                case Step.Order order -> {
                    facts.add(new Bought(ID, cart.version(), Set.copyOf(setAt.keySet()), new UUID(6, clock)));
                    ordered.add(Map.copyOf(setAt));
                }
                case Step.Deliver deliver -> {
                    if (deliver.which() < facts.size()) {
                        cart = facts.get(deliver.which()).leaves(cart);
                        ordered.get(deliver.which()).forEach(setAt::remove);
                    }
                }
            }
            assertThat(cart.lines()).extracting(Line::sku).containsExactlyInAnyOrderElementsOf(setAt.keySet());
        }
    }

    /** The version is the entity tag: it rises with every change of the lines, and with nothing else. */
    @Property(tries = 3000)
    void theVersionRisesExactlyWhenLinesGo(@ForAll("carts") Cart cart, @ForAll("purchases") List<Bought> bought) {
        for (Bought purchase : bought) {
            Cart after = purchase.leaves(cart);
            assertThat(after.version() > cart.version())
                    .isEqualTo(!after.lines().equals(cart.lines()));
            cart = after;
        }
    }

    private static Cart after(Cart cart, List<Bought> bought) {
        return Bought.takenOut(List.of(cart), bought).getFirst().after();
    }
}
