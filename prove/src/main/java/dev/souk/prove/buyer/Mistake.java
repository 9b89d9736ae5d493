package dev.souk.prove.buyer;

import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderAsked;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A kind of order that no shop may accept. Such orders show whether a refused order has no effect, however often it was
 * sent, and whatever faults happened meanwhile.
 */
enum Mistake {
    /** The buyer insists on a total that the order does not have. */
    WRONG_TOTAL,
    /** The card was never issued. */
    UNKNOWN_CARD,
    /** One of the lines is for a product that the shop does not sell. */
    UNKNOWN_PRODUCT;

    private static final String NO_CARD = "tok_never_issued";
    private static final Item NO_PRODUCT = Item.of("NEVER-SOLD", 1);

    static Mistake any(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }

    /** @param total minor units that the lines really cost */
    OrderAsked made(List<Item> lines, String token, long total) {
        return switch (this) {
            case WRONG_TOTAL -> new OrderAsked(lines, null, null, token, total + 1);
            case UNKNOWN_CARD -> new OrderAsked(lines, null, null, NO_CARD, null);
            case UNKNOWN_PRODUCT -> {
                List<Item> more = new ArrayList<>(lines);
                more.add(NO_PRODUCT);
                yield new OrderAsked(more, null, null, token, null);
            }
        };
    }
}
