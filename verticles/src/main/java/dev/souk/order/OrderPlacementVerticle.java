package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.order.Pricing.Priced;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
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
 * Accepts orders: price from the catalog, then group commit. A request that would be refused is answered from its claim,
 * if it has one.
 */
public final class OrderPlacementVerticle extends VerticleBase {
    /** The route that idempotency keys of orders belong to. */
    static final String ROUTE = "POST /v1/orders";

    private final Bus bus;
    private final Messaging messaging;
    private final Settings.Order settings;
    private final MeterRegistry metrics;
    private final Supplier<UUID> ids;
    private final OrderPlacement placement;
    private Batcher<NewOrder, PlaceOutcome> batcher;

    /** @param ids random ones */
    @SuppressWarnings("NullAway.Init") // the batcher belongs to the context, in start
    public OrderPlacementVerticle(
            Bus bus, Messaging messaging, Settings.Order settings, MeterRegistry metrics, Supplier<UUID> ids) {
        this.bus = bus;
        this.messaging = messaging;
        this.settings = settings;
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
        PlaceOutcome tooLarge = Pricing.checkSize(request.items(), settings.maxLines(), settings.maxQuantity());
        if (tooLarge != null) {
            return refuse(request, tooLarge);
        }
        List<String> skus =
                request.items().stream().map(OrderItem::sku).distinct().toList();
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(skus)).compose(answer -> {
            var products = answer.products().stream().collect(Collectors.toMap(Product::sku, Function.identity()));
            Priced priced = Pricing.price(request.items(), products, request.expectedTotal());
            PlaceOutcome refusal = priced.refusal();
            return refusal == null ? batcher.submit(order(request, priced)) : refuse(request, refusal);
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

    private NewOrder order(PlaceOrder request, Priced priced) {
        UUID id = ids.get();
        return new NewOrder(
                id,
                claim(request, id.toString()),
                request.customer(),
                priced.lines(),
                priced.total(),
                request.paymentToken(),
                request.cartId(),
                request.cartVersion(),
                request.email(),
                request.shipTo(),
                request.traceparent());
    }

    private static Claim claim(PlaceOrder request, String resource) {
        return new Claim(request.customer(), ROUTE, request.key(), request.bodyHash(), resource);
    }
}
