package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.prove.buyer.Reply.Answer;
import dev.souk.prove.history.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The products that buyers choose from. The first few are those that everybody wants.
 *
 * @param currency of all prices
 */
record Shelf(List<Item> products, String currency) {
    private static final int MOST = 1_000;
    private static final int HOT = 3;
    private static final int MOST_LINES = 3;
    private static final int MOST_UNITS = 3;

    Shelf {
        products = List.copyOf(products);
        if (products.isEmpty()) {
            throw new IllegalArgumentException("the shop has no products");
        }
    }

    /** @return the products that the shop lists, 1,000 at the most; none when it did not answer in time */
    static @Nullable Shelf of(String buyer, Insistence insistence) throws InterruptedException {
        List<Item> products = new ArrayList<>();
        String currency = "";
        String cursor = null;
        do {
            if (!(insistence.ask(buyer, Call.products(cursor)) instanceof Answer page) || !page.isSuccess()) {
                return null;
            }
            for (JsonNode product : page.body().path("items")) {
                JsonNode price = product.path("price");
                currency = price.path("currency").asText();
                products.add(new Item(
                        product.path("sku").asText(), 1, price.path("amount").asLong()));
            }
            JsonNode next = page.body().path("next");
            cursor = next.isTextual() ? next.asText() : null;
        } while (cursor != null && products.size() < MOST);
        return products.isEmpty() ? null : new Shelf(products, currency);
    }

    /** One to three lines with their prices; the same SKU may stand on two of them. */
    List<Item> choose(SplittableRandom random, int hotShare) {
        int lines = 1 + random.nextInt(MOST_LINES);
        List<Item> chosen = new ArrayList<>(lines);
        for (int i = 0; i < lines; i++) {
            boolean hot = random.nextInt(100) < hotShare;
            Item product = products.get(random.nextInt(hot ? Math.min(HOT, products.size()) : products.size()));
            chosen.add(new Item(product.sku(), 1 + random.nextInt(MOST_UNITS), product.unitPrice()));
        }
        return chosen;
    }

    /** Other units than these: of a line that none of them is equal to. */
    List<Item> others(List<Item> than, SplittableRandom random) {
        Item product = products.get(random.nextInt(products.size()));
        long more = than.stream().mapToLong(Item::quantity).sum() + 1;
        return List.of(Item.of(product.sku(), more));
    }
}
