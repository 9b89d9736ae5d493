package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.CheckoutAnswer;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.order.Pricing.Priced;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts orders: what is in the cart, if one is ordered; prices from the catalog; then group commit. A request that would
 * be refused is answered from its claim, if it has one: whoever has the order and lost the answer must find it, also when
 * the cart is empty by then.
 */
public final class OrderPlacementVerticle extends VerticleBase {
    /** The route that idempotency keys of orders belong to. */
    static final String ROUTE = "POST /v1/orders";

    private final Bus bus;
    private final Messaging messaging;
    private final Settings.Order settings;
    private final CardTokens cards;
    private final MeterRegistry metrics;
    private final Supplier<UUID> ids;
    private final OrderPlacement placement;
    private Batcher<NewOrder, PlaceOutcome> batcher;

    /**
     * @param cards that orders are taken with
     * @param ids random ones
     */
    @SuppressWarnings("NullAway.Init") // the batcher belongs to the context, in start
    public OrderPlacementVerticle(
            Bus bus,
            Messaging messaging,
            Settings.Order settings,
            CardTokens cards,
            MeterRegistry metrics,
            Supplier<UUID> ids) {
        this.bus = bus;
        this.messaging = messaging;
        this.settings = settings;
        this.cards = cards;
        this.metrics = metrics;
        this.ids = ids;
        this.placement = new OrderPlacement(
                new ClaimRepository(), new OrderRepository(), new OrderReadRepository(), settings.deadline());
    }

    @Override
    public Future<?> start() {
        BatcherOptions options = new BatcherOptions(
                settings.batchLines(), settings.batchLinger(), settings.batchQueue(), settings.batchesInFlight());
        batcher = new Batcher<>(
                vertx,
                metrics,
                "orders",
                options,
                order -> order.lines().size(),
                NewOrder::id,
                failure -> SqlState.of(failure) == SqlState.CONTENT,
                orders -> messaging.facts().commit("place-orders", tx -> placement.place(tx, orders)));
        return bus.serve(OrderEndpoints.PLACE, this::place);
    }

    private Future<PlaceOutcome> place(PlaceOrder request) {
        if (!cards.accepts(request.paymentToken())) {
            return refuse(request, new UnknownCard());
        }
        UUID cart = request.cartId();
        return cart == null
                ? place(request, request.items(), null)
                : bus.askAgain(CartEndpoints.CHECKOUT, new GetCart(cart, request.customer()))
                        .compose(answer -> checkOut(request, answer));
    }

    private Future<PlaceOutcome> checkOut(PlaceOrder request, CheckoutAnswer answer) {
        return switch (answer) {
            case NoSuchCart none -> refuse(request, new UnknownCart());
            case Checkout(UUID id, long version, List<CartEndpoints.Item> items)
            when items.isEmpty() -> refuse(request, new EmptyCart());
            case Checkout(UUID id, long version, List<CartEndpoints.Item> items) ->
                place(
                        request,
                        items.stream()
                                .map(item -> new OrderItem(item.sku(), item.quantity()))
                                .toList(),
                        version);
        };
    }

    private Future<PlaceOutcome> place(PlaceOrder request, List<OrderItem> items, @Nullable Long cartVersion) {
        PlaceOutcome tooLarge = Pricing.checkSize(items, settings.maxLines(), settings.maxQuantity());
        if (tooLarge != null) {
            return refuse(request, tooLarge);
        }
        List<String> skus = items.stream().map(OrderItem::sku).distinct().toList();
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(skus)).compose(answer -> {
            var products = answer.products().stream().collect(Collectors.toMap(Product::sku, Function.identity()));
            Priced priced = Pricing.price(items, products, request.expectedTotal());
            PlaceOutcome refusal = priced.refusal();
            return refusal == null ? batcher.submit(order(request, priced, cartVersion)) : refuse(request, refusal);
        });
    }

    private Future<PlaceOutcome> refuse(PlaceOrder request, PlaceOutcome refusal) {
        return messaging
                .transactions()
                .read("order-refuse", client -> placement.find(client, claim(request, "")))
                .map(found -> orElse(found, refusal));
    }

    private static PlaceOutcome orElse(@Nullable PlaceOutcome found, PlaceOutcome refusal) {
        return found == null ? refusal : found;
    }

    private NewOrder order(PlaceOrder request, Priced priced, @Nullable Long cartVersion) {
        UUID id = ids.get();
        return new NewOrder(
                id,
                claim(request, id.toString()),
                request.customer(),
                priced.lines(),
                priced.total(),
                request.paymentToken(),
                request.cartId(),
                cartVersion,
                request.email(),
                request.shipTo(),
                request.traceparent());
    }

    private static Claim claim(PlaceOrder request, String resource) {
        return new Claim(request.customer(), ROUTE, request.key(), request.bodyHash(), resource);
    }
}
