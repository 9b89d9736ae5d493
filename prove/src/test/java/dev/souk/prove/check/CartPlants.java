package dev.souk.prove.check;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.Operation;
import java.util.List;
import java.util.Map;

/** Flaws of carts. No other flaw uses the buyers of these, nor their carts. */
final class CartPlants {
    private static final String BUYER = "buyer-of-carts";

    static final List<Plant> CARTS = List.of(
            new Plant("a cart is not found", books -> {
                CartBook cart = books.cart(BUYER);
                String id = cart.id.toString();
                books.refused(books.asked(BUYER, Operation.GET_CART, null, id, null), 404, "cart_not_found");
                return Map.of("carts-are-found", id);
            }),
            new Plant("a line is said to be set, and is not", books -> {
                CartBook cart = books.cart(BUYER);
                long id = books.change(cart, "A", 5);
                cart.set("A", 4);
                books.shown(id, cart.seen());
                return Map.of("cart-changes-are-done", cart.id.toString());
            }),
            new Plant("a line is said to be taken out, and is not", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 4);
                long id = books.change(cart, "A", 0);
                cart.set("A", 4);
                books.shown(id, cart.seen());
                return Map.of("cart-changes-are-done", cart.id.toString());
            }),
            new Plant("a version of a cart is told in two ways", books -> {
                CartBook cart = books.cart(BUYER);
                long id = books.asked(BUYER, Operation.GET_CART, null, cart.id.toString(), null);
                books.shown(id, new CartSeen(cart.id.toString(), 1, List.of(new Item("A", 1, 250L))));
                books.set(cart, "C", 1);
                return Map.of("carts-are-told-alike", cart.id.toString());
            }),
            new Plant("a change of a cart is taken back", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 1);
                long id = books.asked(BUYER, Operation.GET_CART, null, cart.id.toString(), null);
                books.shown(id, new CartSeen(cart.id.toString(), 1, List.of()));
                return Map.of("carts-are-told-alike", cart.id.toString());
            }),
            new Plant("a version of a cart is ordered twice", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 2);
                List<Item> items = cart.items();
                long version = cart.version;
                books.place(books.stored(BUYER, "key-901", Life.REJECTED, items, cart.id, version, Books.BEGIN), cart);
                books.place(books.stored(BUYER, "key-902", Life.REJECTED, items, cart.id, version, Books.BEGIN), cart);
                return Map.of("a-cart-is-ordered-once", cart.id.toString());
            }),
            new Plant("an order has what its cart had not", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 2);
                Made made = books.cartOrder(Life.REJECTED, 903, cart, List.of(new Item("A", 3, 250L)), cart.version);
                return Map.of("orders-are-their-carts", made.id().toString());
            }),
            new Plant("an order is of an older cart than its buyer had seen", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 2);
                List<Item> items = cart.items();
                books.set(cart, "B-0", 1);
                Made made = books.cartOrder(Life.REJECTED, 904, cart, items, cart.version - 1);
                return Map.of("orders-are-their-carts", made.id().toString());
            }),
            new Plant("an order is of somebody else's cart", books -> {
                Made made = books.cartOrder(Life.REJECTED, BUYER, 0);
                CartBook cart = books.cart(BUYER);
                books.counted();
                books.replace(
                        Fact.Cart.class,
                        c -> c.id().equals(cart.id),
                        c -> new Fact.Cart(c.id(), "stranger", c.version()));
                return Map.of("orders-are-their-carts", made.id().toString());
            }),
            new Plant("a confirmed order empties the whole cart", books -> {
                books.cartOrder(Life.CONFIRMED, BUYER, 0);
                CartBook cart = books.cart(BUYER);
                books.counted();
                books.remove(Fact.CartLine.class, l -> l.cartId().equals(cart.id));
                return Map.of("carts-keep-what-was-not-bought", cart.id.toString());
            }),
            new Plant("a line that was bought stays in the cart", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "A", 2);
                books.set(cart, "B-0", 1);
                books.cartOrder(Life.CANCELLED_AFTER_CAPTURE, 905, cart, cart.items(), cart.version);
                books.counted();
                books.facts.add(new Fact.CartLine(cart.id, "B-0", 1));
                return Map.of("carts-keep-what-was-not-bought", cart.id.toString());
            }),
            new Plant("an order that was not confirmed takes its lines", books -> {
                CartBook cart = books.cart(BUYER);
                books.set(cart, "B-0", 1);
                books.set(cart, "A", 2);
                books.cartOrder(Life.PAYMENT_FAILED, 906, cart, cart.items(), cart.version);
                books.counted();
                books.remove(
                        Fact.CartLine.class,
                        l -> l.cartId().equals(cart.id) && l.sku().equals("B-0"));
                return Map.of("carts-keep-what-was-not-bought", cart.id.toString());
            }),
            new Plant("a line has other units than were put in", books -> {
                books.cartOrder(Life.REJECTED, BUYER, 0);
                CartBook cart = books.cart(BUYER);
                books.counted();
                books.replace(
                        Fact.CartLine.class,
                        l -> l.cartId().equals(cart.id) && l.sku().equals("C"),
                        l -> new Fact.CartLine(l.cartId(), l.sku(), 8));
                return Map.of("carts-keep-what-was-not-bought", cart.id.toString());
            }));

    private CartPlants() {}
}
