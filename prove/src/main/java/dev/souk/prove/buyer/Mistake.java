package dev.souk.prove.buyer;

import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderAsked;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An order of lines that no shop may take: so that it shows whether what was refused was not done, however often it was
 * sent, and whatever broke meanwhile.
 */
enum Mistake {
    /** The buyer insists on a total that it does not have. */
    WRONG_TOTAL,
    /** A card that nobody issued. */
    UNKNOWN_CARD,
    /** One of its lines is for what is not sold. */
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
