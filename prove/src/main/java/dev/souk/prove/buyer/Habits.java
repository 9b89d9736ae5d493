package dev.souk.prove.buyer;

/**
 * How buyers behave. Shares are percentages, 0 to 100.
 *
 * @param tokens what they pay with
 * @param browses of orders that are preceded by looking at a page of products, the product and its stock
 * @param carts of orders that go through a cart, where the shop has carts
 * @param doubleClicks of orders that are sent twice at the same time, with one key, to two nodes
 * @param repeats of orders that are sent once more after they were answered
 * @param expectsTotal of orders that insist on their total
 * @param watches of orders whose buyer looks again and again until it is settled
 * @param cancels of orders whose buyer changes their mind: half of them at once, half while watching
 * @param hot of lines that are for one of the few SKUs that everybody wants
 */
public record Habits(
        TokenMix tokens,
        int browses,
        int carts,
        int doubleClicks,
        int repeats,
        int expectsTotal,
        int watches,
        int cancels,
        int hot) {
    public Habits {
        for (int share : new int[] {browses, carts, doubleClicks, repeats, expectsTotal, watches, cancels, hot}) {
            if (share < 0 || share > 100) {
                throw new IllegalArgumentException("a share is 0 to 100 percent, not " + share);
            }
        }
    }

    public static Habits usual() {
        return new Habits(TokenMix.usual(), 50, 25, 5, 5, 30, 40, 12, 40);
    }

    public Habits withTokens(TokenMix mix) {
        return new Habits(mix, browses, carts, doubleClicks, repeats, expectsTotal, watches, cancels, hot);
    }
}
