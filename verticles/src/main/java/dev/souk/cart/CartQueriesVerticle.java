package dev.souk.cart;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartAnswer;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.CheckoutAnswer;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.Item;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartView;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Answers the lines of a cart, and the order that it would place: the lines that it shows. */
public final class CartQueriesVerticle extends VerticleBase {
    private final Bus bus;
    private final TransactionRunner transactions;
    private final CartRepository carts = new CartRepository();
    private final CartViews views;
    private final GuestCarts guests;

    public CartQueriesVerticle(Bus bus, TransactionRunner transactions, Settings.Cart settings, InstantSource clock) {
        this.bus = bus;
        this.transactions = transactions;
        this.views = new CartViews(bus);
        this.guests = new GuestCarts(UUID::randomUUID, clock, settings.expiry());
    }

    @Override
    public Future<?> start() {
        return Future.all(bus.serve(CartEndpoints.GET, this::get), bus.serve(CartEndpoints.CHECKOUT, this::checkout));
    }

    private Future<CartAnswer> get(GetCart question) {
        return view(question).map(cart -> cart.isPresent() ? new CartFound(cart.get()) : new NoSuchCart());
    }

    private Future<CheckoutAnswer> checkout(GetCart question) {
        return view(question).map(cart -> cart.isPresent() ? checkout(cart.get()) : new NoSuchCart());
    }

    private Future<Optional<CartView>> view(GetCart question) {
        return transactions
                .read("cart-get", client -> carts.byId(client, question.id()))
                .map(stored -> guests.orEmpty(question.id(), stored))
                .compose(cart -> cart == null || !cart.isSeenBy(question.customer())
                        ? Future.succeededFuture(Optional.empty())
                        : views.of(cart).map(Optional::of));
    }

    private static Checkout checkout(CartView cart) {
        return new Checkout(
                cart.id(),
                cart.version(),
                cart.lines().stream()
                        .map(line -> new Item(line.sku(), line.quantity()))
                        .toList());
    }
}
