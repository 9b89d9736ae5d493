package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderAssembly.Ready;
import dev.souk.order.OrderAssembly.Refused;
import dev.souk.order.Pricing.Priced;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts orders: what the {@link OrderAssembly} makes of a request goes into group commit. A request that would
 * be refused is answered from its claim, if it has one: whoever has the order and lost the answer must find it, also when
 * the cart is empty by then.
 */
public final class OrderPlacementVerticle extends VerticleBase {
    /** The route that idempotency keys of orders belong to. */
    static final String ROUTE = "POST /v1/orders";

    private final Bus bus;
    private final Messaging messaging;
    private final Settings.Order settings;
    private final OrderAssembly assembly;
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
        this.assembly = new OrderAssembly(bus, settings, cards);
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
        return assembly.assemble(request).compose(assembled -> switch (assembled) {
            case Ready(Priced priced, Long cartVersion) -> batcher.submit(order(request, priced, cartVersion));
            case Refused(PlaceOutcome outcome) -> refuse(request, outcome);
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
