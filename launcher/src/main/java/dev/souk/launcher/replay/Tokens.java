package dev.souk.launcher.replay;

import dev.souk.launcher.client.ShopClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of the orders: one given token, or each customer's own development token, asked for once. */
public final class Tokens {
    private final ShopClient shop;
    private final String given;
    private final Map<String, String> ofCustomer = new ConcurrentHashMap<>();

    private Tokens(ShopClient shop, String given) {
        this.shop = shop;
        this.given = given;
    }

    public static Tokens given(ShopClient shop, String token) {
        return new Tokens(shop, token);
    }

    public static Tokens ofEachCustomer(ShopClient shop) {
        return new Tokens(shop, "");
    }

    String of(String customer) throws InterruptedException {
        if (!given.isEmpty()) {
            return given;
        }
        String known = ofCustomer.get(customer);
        if (known != null) {
            return known;
        }
        // Two orders of one customer may both ask: two good tokens, no harm.
        String fresh = shop.devToken(customer, List.of("customer"));
        ofCustomer.put(customer, fresh);
        return fresh;
    }
}
