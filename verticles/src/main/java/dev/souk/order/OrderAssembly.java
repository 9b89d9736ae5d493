package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.CheckoutAnswer;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.order.domain.Pricing;
import dev.souk.order.domain.Pricing.Priced;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a request into order lines: the lines of the cart, if one is ordered, at the catalog's prices. */
final class OrderAssembly {
    private final Bus bus;
    private final Settings.Order settings;
    private final CardTokens cards;

    /** The result of assembling a request. */
    sealed interface Assembled {}

    /** @param cartVersion of the cart that the lines come from */
    record Ready(Priced priced, @Nullable Long cartVersion) implements Assembled {}

    record Refused(PlaceOutcome outcome) implements Assembled {}

    /** @param cards that orders are taken with */
    OrderAssembly(Bus bus, Settings.Order settings, CardTokens cards) {
        this.bus = bus;
        this.settings = settings;
        this.cards = cards;
    }

    /** Fails only when cart or catalog cannot be asked. */
    Future<Assembled> assemble(PlaceOrder request) {
        if (!cards.accepts(request.paymentToken())) {
            return refused(new UnknownCard());
        }
        UUID cart = request.cartId();
        return cart == null
                ? price(request, request.items(), null)
                : bus.askAgain(CartEndpoints.CHECKOUT, new GetCart(cart, request.customer()))
                        .compose(answer -> checkOut(request, answer));
    }

    private Future<Assembled> checkOut(PlaceOrder request, CheckoutAnswer answer) {
        return switch (answer) {
            case NoSuchCart none -> refused(new UnknownCart());
            case Checkout(UUID id, long version, List<CartEndpoints.Item> items)
            when items.isEmpty() -> refused(new EmptyCart());
            case Checkout(UUID id, long version, List<CartEndpoints.Item> items) ->
                price(
                        request,
                        items.stream()
                                .map(item -> new OrderItem(item.sku(), item.quantity()))
                                .toList(),
                        version);
        };
    }

    private Future<Assembled> price(PlaceOrder request, List<OrderItem> items, @Nullable Long cartVersion) {
        PlaceOutcome tooLarge = Pricing.checkSize(items, settings.maxLines(), settings.maxQuantity());
        if (tooLarge != null) {
            return refused(tooLarge);
        }
        List<String> skus = items.stream().map(OrderItem::sku).distinct().toList();
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(skus)).map(answer -> {
            var products = answer.products().stream().collect(Collectors.toMap(Product::sku, Function.identity()));
            Priced priced = Pricing.price(items, products, request.expectedTotal());
            PlaceOutcome refusal = priced.refusal();
            return refusal == null ? new Ready(priced, cartVersion) : new Refused(refusal);
        });
    }

    private static Future<Assembled> refused(PlaceOutcome outcome) {
        return Future.succeededFuture(new Refused(outcome));
    }
}
