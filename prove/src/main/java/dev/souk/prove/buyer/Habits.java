package dev.souk.prove.buyer;

/**
 * How buyers behave. Shares are percentages, 0 to 100.
 *
 * @param tokens the test tokens that they pay with
 * @param browses of orders that are preceded by looking at a page of products, the product and its stock
 * @param carts of orders that go through a cart
 * @param afterthoughts of orders of a cart after which one of its lines, or another, is set anew at once
 * @param doubleClicks of orders that are sent twice at the same time, with one key, to two nodes
 * @param repeats of orders that are sent once more after they were answered
 * @param expectsTotal of orders that insist on their total
 * @param watches of orders whose buyer looks again and again until it is settled
 * @param cancels of orders whose buyer changes their mind: half of them at once, half while watching
 * @param mistakes of orders beside which one is sent that has to be refused
 * @param hot of lines that are for one of the few SKUs that everybody wants
 * @param onlookers for each hundred buyers; an onlooker only looks around
 */
public record Habits(
        TokenMix tokens,
        int browses,
        int carts,
        int afterthoughts,
        int doubleClicks,
        int repeats,
        int expectsTotal,
        int watches,
        int cancels,
        int mistakes,
        int hot,
        int onlookers) {
    public Habits {
        for (int share : new int[] {
            browses,
            carts,
            afterthoughts,
            doubleClicks,
            repeats,
            expectsTotal,
            watches,
            cancels,
            mistakes,
            hot,
            onlookers
        }) {
            if (share < 0 || share > 100) {
                throw new IllegalArgumentException("a share is 0 to 100 percent, not " + share);
            }
        }
    }

    public static Habits usual() {
        return new Habits(TokenMix.usual(), 50, 40, 40, 5, 5, 30, 40, 12, 6, 40, 4);
    }

    public Habits withTokens(TokenMix mix) {
        return new Habits(
                mix,
                browses,
                carts,
                afterthoughts,
                doubleClicks,
                repeats,
                expectsTotal,
                watches,
                cancels,
                mistakes,
                hot,
                onlookers);
    }
}
