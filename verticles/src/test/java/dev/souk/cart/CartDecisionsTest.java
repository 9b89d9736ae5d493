package dev.souk.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cart.Cart.Line;
import dev.souk.cart.message.CartEndpoints.MergeChange;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.NoSuchLine;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.cart.message.CartEndpoints.TooLarge;
import dev.souk.cart.message.CartEndpoints.UnknownProduct;
import dev.souk.cart.message.CartEndpoints.VersionMismatch;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CartDecisionsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final UUID EARLIER = UUID.randomUUID();
    private static final UUID CHANGE = UUID.randomUUID();
    private static final CartLimits LIMITS = new CartLimits(3, 100);
    private static final Cart CART = cart(null, 7, new Line("b", 2, 3, 3), new Line("a", 1, 5, 6));

    @Test
    void aLineIsSetAndKeepsItsPlace() {
        assertThat(after(set("b", 9, null)))
                .isEqualTo(new Cart(ID, null, 8, CHANGE, List.of(new Line("b", 9, 3, 8), new Line("a", 1, 5, 6))));
        assertThat(after(set("c", 1, 7L)).lines()).extracting(Line::sku).containsExactly("b", "a", "c");
    }

    @Test
    void theSameQuantityAgainIsAChangeAllTheSame() {
        assertThat(after(set("b", 2, null)).line("b")).isEqualTo(new Line("b", 2, 3, 8));
    }

    @Test
    void quantityZeroTakesTheLineOut() {
        assertThat(after(set("b", 0, 7L)).lines()).containsExactly(new Line("a", 1, 5, 6));
        assertThat(refusal(set("c", 0, null))).isEqualTo(new NoSuchLine("c"));
    }

    @Test
    void anotherVersionIsRefusedBeforeAnythingElse() {
        assertThat(refusal(set("b", 1, 6L))).isEqualTo(new VersionMismatch(7));
        assertThat(refusal(set("c", 0, 8L))).isEqualTo(new VersionMismatch(7));
        assertThat(refusal(set("b", 1_000, 0L))).isEqualTo(new VersionMismatch(7));
    }

    @Test
    void theLimitsHold() {
        assertThat(after(set("b", 100, null)).line("b")).extracting("quantity").isEqualTo(100L);
        assertThat(refusal(set("b", 101, null))).isInstanceOf(TooLarge.class);
        assertThat(refusal(set("b", -1, null))).isInstanceOf(TooLarge.class);
        Cart full = cart(null, 7, new Line("a", 1, 1, 1), new Line("b", 1, 1, 1), new Line("c", 1, 1, 1));
        assertThat(LineDecision.of(full, set("d", 1, null), true, LIMITS, CHANGE))
                .isInstanceOfSatisfying(
                        LineDecision.Refused.class,
                        refused -> assertThat(refused.outcome())
                                .isEqualTo(new TooLarge("lines", "a cart has at most 3 lines")));
        assertThat(LineDecision.of(full, set("c", 5, null), true, LIMITS, CHANGE))
                .isInstanceOf(LineDecision.Set.class);
    }

    @Test
    void whatIsNotForSaleIsRefusedButCanBeTakenOut() {
        assertThat(LineDecision.of(CART, set("b", 1, null), false, LIMITS, CHANGE))
                .isEqualTo(new LineDecision.Refused(new UnknownProduct("b")));
        assertThat(LineDecision.of(CART, set("b", 0, null), false, LIMITS, CHANGE))
                .isInstanceOf(LineDecision.Set.class);
    }

    @Test
    void aCustomersCartIsFoundByThatCustomerAlone() {
        Cart owned = cart("ann", 7);
        assertThat(LineDecision.of(owned, setBy("ann"), true, LIMITS, CHANGE)).isInstanceOf(LineDecision.Set.class);
        assertThat(LineDecision.of(owned, setBy("bob"), true, LIMITS, CHANGE))
                .isEqualTo(new LineDecision.Refused(new NoSuchCart()));
        assertThat(LineDecision.of(owned, setBy(null), true, LIMITS, CHANGE))
                .isEqualTo(new LineDecision.Refused(new NoSuchCart()));
        assertThat(LineDecision.of(CART, setBy("bob"), true, LIMITS, CHANGE)).isInstanceOf(LineDecision.Set.class);
        assertThat(LineDecision.of(null, setBy("bob"), true, LIMITS, CHANGE))
                .isEqualTo(new LineDecision.Refused(new NoSuchCart()));
    }

    @Test
    void aChangeRunAgainAfterALostAnswerFindsItself() {
        Cart after = after(set("b", 9, 7L));

        assertThat(LineDecision.of(after, set("b", 9, 7L), true, LIMITS, CHANGE))
                .isEqualTo(new LineDecision.Set(CartChange.none(after)));
    }

    @Test
    void mergedQuantitiesAddAndAreClampedToTheLimits() {
        Cart guest = cart(
                null,
                4,
                new Line("a", 5, 1, 1),
                new Line("b", 60, 2, 2),
                new Line("c", 1, 3, 3),
                new Line("d", 1, 4, 4),
                new Line("e", 7, 4, 4));
        Cart ann = new Cart(
                UUID.randomUUID(), "ann", 9, EARLIER, List.of(new Line("b", 50, 2, 8), new Line("e", 1, 9, 9)));

        MergeDecision merge = MergeDecision.of(guest, ann, Set.of("c", "e"), LIMITS, CHANGE);

        assertThat(merge.customer().after())
                .isEqualTo(new Cart(
                        ann.id(),
                        "ann",
                        10,
                        CHANGE,
                        List.of(new Line("b", 100, 2, 10), new Line("e", 1, 9, 9), new Line("a", 5, 10, 10))));
        assertThat(merge.guest().after()).isEqualTo(new Cart(ID, null, 5, CHANGE, List.of()));
        assertThat(merge.changes())
                .containsExactly(
                        new MergeChange("b", 110, 100, "quantity_limit"),
                        new MergeChange("c", 1, 0, "not_for_sale"),
                        new MergeChange("d", 1, 0, "line_limit"),
                        new MergeChange("e", 8, 1, "not_for_sale"));
    }

    @Test
    void mergingAgainOrIntoItselfChangesNothing() {
        Cart ann = cart("ann", 9, new Line("a", 1, 1, 1));
        MergeDecision again = MergeDecision.of(cart(null, 5), ann, Set.of(), LIMITS, CHANGE);
        MergeDecision itself = MergeDecision.of(ann, ann, Set.of(), LIMITS, CHANGE);

        assertThat(again.customer()).isEqualTo(CartChange.none(ann));
        assertThat(itself.customer()).isEqualTo(CartChange.none(ann));
        assertThat(itself.changes()).isEmpty();
    }

    private static Cart after(SetLine command) {
        LineDecision decision = LineDecision.of(CART, command, true, LIMITS, CHANGE);
        return ((LineDecision.Set) decision).change().after();
    }

    private static SetLineOutcome refusal(SetLine command) {
        LineDecision decision = LineDecision.of(CART, command, true, LIMITS, CHANGE);
        return ((LineDecision.Refused) decision).outcome();
    }

    private static SetLine set(String sku, long quantity, @Nullable Long ifMatch) {
        return new SetLine(ID, null, sku, quantity, ifMatch);
    }

    private static SetLine setBy(@Nullable String customer) {
        return new SetLine(ID, customer, "a", 1, null);
    }

    private static Cart cart(@Nullable String customer, long version, Line... lines) {
        return new Cart(ID, customer, version, EARLIER, List.of(lines));
    }
}
