package dev.souk.prove.buyer;

import dev.souk.prove.history.Item;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A visitor that reads the catalog again and again, and never waits for anything else. Its reads show how long the shop
 * can be read, also while every buyer waits for an order. It has no token.
 */
final class Onlooker {
    private static final int LONGEST_PAUSE_MILLIS = 400;

    private final String name;
    private final Errand errand;
    private final SplittableRandom random;
    private final Browsing browsing;

    Onlooker(String name, Errand errand, SplittableRandom random) {
        this.name = name;
        this.errand = errand;
        this.random = random;
        this.browsing = new Browsing(errand.client());
    }

    void run() throws InterruptedException {
        while (errand.isOpen()) {
            Item product = errand.shelf()
                    .choose(random, errand.options().habits().hot())
                    .getFirst();
            Call call = switch (random.nextInt(4)) {
                case 0 -> Call.products(null);
                case 1 -> Call.stock(product.sku());
                default -> Call.product(product.sku());
            };
            browsing.ask(name, call);
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }
}
