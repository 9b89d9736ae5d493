package dev.souk.cart;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartView;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carts with the names and prices of the catalog. A line whose product is not for sale is not shown, not counted and
 * not ordered; it stays in the cart, and comes back when its product does.
 */
final class CartViews {
    private final Bus bus;

    CartViews(Bus bus) {
        this.bus = bus;
    }

    Future<CartView> of(Cart cart) {
        List<String> skus = cart.lines().stream().map(Cart.Line::sku).toList();
        return products(skus).map(products -> view(cart, products));
    }

    /** @return those of the products that are for sale, by SKU */
    Future<Map<String, Product>> products(Collection<String> skus) {
        if (skus.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.copyOf(skus)))
                .map(answer -> {
                    Map<String, Product> bySku = new HashMap<>();
                    answer.products().forEach(product -> bySku.put(product.sku(), product));
                    return bySku;
                });
    }

    static CartView view(Cart cart, Map<String, Product> products) {
        List<CartView.Line> lines = new ArrayList<>();
        for (Cart.Line line : cart.lines()) {
            Product product = products.get(line.sku());
            if (product != null) {
                Money unitPrice = product.price();
                lines.add(new CartView.Line(
                        line.sku(), product.name(), line.quantity(), unitPrice, unitPrice.times(line.quantity())));
            }
        }
        return new CartView(cart.id(), cart.version(), lines, total(lines));
    }

    /** A thousand lines of a million units at 10^9 minor units fit a long. */
    private static @Nullable Money total(List<CartView.Line> lines) {
        List<String> currencies = lines.stream()
                .map(line -> line.lineTotal().currency())
                .distinct()
                .toList();
        return currencies.size() == 1
                ? lines.stream().map(CartView.Line::lineTotal).reduce(Money.zero(currencies.getFirst()), Money::plus)
                : null;
    }
}
