package dev.souk.cart;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.CartOpened;
import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.MergeOutcome;
import dev.souk.cart.message.CartEndpoints.Merged;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.OpenCart;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Opens, changes and merges carts: ask the catalog, then decide and write in one transaction. */
public final class CartCommandsVerticle extends VerticleBase {
    private final Bus bus;
    private final CartDesk desk;
    private final CartViews views;
    private final GuestCarts guests;
    private final Supplier<UUID> ids;

    /**
     * @param limits a cart holds no more than an order may
     * @param ids random ones
     */
    public CartCommandsVerticle(
            Bus bus,
            TransactionRunner transactions,
            Settings.Cart settings,
            Settings.Order limits,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.bus = bus;
        this.guests = new GuestCarts(ids, clock, settings.expiry());
        this.desk = new CartDesk(transactions, new CartLimits(limits.maxLines(), limits.maxQuantity()), guests);
        this.views = new CartViews(bus);
        this.ids = ids;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(CartEndpoints.OPEN, this::open),
                bus.serve(CartEndpoints.SET_LINE, this::setLine),
                bus.serve(CartEndpoints.MERGE, this::merge));
    }

    private Future<CartOpened> open(OpenCart command) {
        String customer = command.customer();
        if (customer == null) {
            return views.of(guests.open()).map(view -> new CartOpened(view, true));
        }
        Cart empty = Cart.empty(ids.get(), customer, ids.get());
        return desk.open(customer, empty)
                .compose(cart -> views.of(cart)
                        .map(view -> new CartOpened(view, cart.id().equals(empty.id()))));
    }

    private Future<SetLineOutcome> setLine(SetLine command) {
        UUID change = ids.get();
        Set<String> asked = command.quantity() == 0 ? Set.of() : Set.of(command.sku());
        return views.products(asked)
                .compose(products -> desk.set(command, products.containsKey(command.sku()), change))
                .compose(this::answer);
    }

    private Future<SetLineOutcome> answer(LineDecision decision) {
        return switch (decision) {
            case LineDecision.Refused refused -> Future.succeededFuture(refused.outcome());
            case LineDecision.Set set -> views.of(set.change().after()).map(CartFound::new);
        };
    }

    private Future<MergeOutcome> merge(MergeCart command) {
        UUID change = ids.get();
        Cart empty = Cart.empty(ids.get(), command.customer(), ids.get());
        return desk.skusOf(command.guestCart())
                .compose(skus -> views.products(skus).compose(products -> {
                    Set<String> notForSale = new HashSet<>(skus);
                    notForSale.removeAll(products.keySet());
                    return desk.merge(command, empty, notForSale, change);
                }))
                .compose(merged -> merged.isEmpty()
                        ? Future.succeededFuture(new NoSuchCart())
                        : views.of(merged.get().customer().after())
                                .map(cart -> new Merged(cart, merged.get().changes())));
    }
}
