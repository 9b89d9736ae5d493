package dev.souk.cart;

import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of carts: lock, decide, write. Every change brings its id along, so that one that is run again after
 * a lost answer finds its own.
 */
final class CartDesk {
    private final TransactionRunner transactions;
    private final CartLimits limits;
    private final GuestCarts guests;
    private final CartRepository carts = new CartRepository();

    CartDesk(TransactionRunner transactions, CartLimits limits, GuestCarts guests) {
        this.transactions = transactions;
        this.limits = limits;
        this.guests = guests;
    }

    /**
     * @param empty of that customer
     * @return that cart, made; or the one that the customer has
     */
    Future<Cart> open(String customer, Cart empty) {
        return transactions.run(
                "cart-open",
                tx -> carts.byCustomer(tx, customer)
                        .compose(found -> found != null
                                ? Future.succeededFuture(found)
                                : carts.insert(tx, empty).map(empty)));
    }

    /** @param forSale whether the catalog knows the SKU */
    Future<LineDecision> set(SetLine command, boolean forSale, UUID change) {
        return transactions.run(
                "cart-set-line",
                tx -> carts.lock(tx, List.of(command.id()), null).compose(locked -> {
                    Cart stored = locked.get(command.id());
                    Cart cart = guests.orEmpty(command.id(), stored);
                    LineDecision decision = LineDecision.of(cart, command, forSale, limits, change);
                    return switch (decision) {
                        case LineDecision.Refused refused -> Future.succeededFuture(decision);
                        case LineDecision.Set set ->
                            write(tx, stored, set.change()).map(decision);
                    };
                }));
    }

    /** A guest's cart is stored with its first line. */
    private Future<Void> write(SqlConnection tx, @Nullable Cart stored, CartChange change) {
        Future<Void> there = stored == null ? carts.insert(tx, change.before()) : Future.succeededFuture();
        return there.compose(inserted -> carts.write(tx, List.of(change)));
    }

    /** @return the SKUs in a cart; none where there is no such cart */
    Future<Set<String>> skusOf(UUID id) {
        return transactions
                .read("cart-get", client -> carts.byId(client, id))
                .map(cart -> cart == null
                        ? Set.of()
                        : cart.lines().stream().map(Cart.Line::sku).collect(Collectors.toSet()));
    }

    /**
     * @param empty the customer's cart, should there be none
     * @return empty when there is no such guest's cart
     */
    Future<Optional<MergeDecision>> merge(MergeCart command, Cart empty, Set<String> notForSale, UUID change) {
        AtomicReference<@Nullable MergeDecision> decided = new AtomicReference<>();
        return transactions.run(
                "cart-merge",
                tx -> carts.lock(tx, List.of(command.guestCart()), command.customer())
                        .compose(locked -> {
                            Cart guest = guests.orEmpty(command.guestCart(), locked.get(command.guestCart()));
                            if (guest == null || !guest.isSeenBy(command.customer())) {
                                return Future.succeededFuture(Optional.empty());
                            }
                            Cart customer = ofCustomer(locked, command.customer());
                            MergeDecision own = decided.get();
                            if (own != null
                                    && customer != null
                                    && customer.changedBy().equals(change)) {
                                return Future.succeededFuture(Optional.of(own));
                            }
                            Cart into = customer == null ? empty : customer;
                            MergeDecision decision = MergeDecision.of(guest, into, notForSale, limits, change);
                            decided.set(decision);
                            return (customer == null ? carts.insert(tx, empty) : Future.<Void>succeededFuture())
                                    .compose(there -> carts.write(tx, List.of(decision.guest(), decision.customer())))
                                    .map(Optional.of(decision));
                        }));
    }

    private static @Nullable Cart ofCustomer(Map<UUID, Cart> locked, String customer) {
        return locked.values().stream()
                .filter(cart -> customer.equals(cart.customer()))
                .findFirst()
                .orElse(null);
    }
}
