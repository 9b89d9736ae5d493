package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderAssembly.Assembled;
import dev.souk.order.OrderAssembly.Ready;
import dev.souk.order.OrderAssembly.Refused;
import dev.souk.order.Pricing.Priced;
import dev.souk.order.admission.Admission;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlState;
import dev.souk.stock.message.StockEndpoints;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts orders: what the {@link OrderAssembly} makes of a request, and what is not sold out, goes into group commit.
 *
 * <pre>
 *  request ──> Admission ──> assembly ──ready──> SoldOutSkus ──to be had──> OpenOrders ──> group commit ──> Placed
 *                 │              │                    └─sold out─┐     └─too many─┐
 *                 └─busy─────────┴─refused, or nobody to ask─────┴────────────────┴──> OrderRefusals
 *                                                                                           │ └─the key has its order──> Placed, as a replay
 *                                                                                           └─else──> refused, or the failure
 * </pre>
 *
 * <p>Refusals are counted: {@link RefusalMetrics}.
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
    private final ClaimRepository claims = new ClaimRepository();
    private final OrderRepository repository = new OrderRepository();
    private final OrderReadRepository reads = new OrderReadRepository();
    private final RefusalMetrics refused;
    private SoldOutSkus soldOut;
    private OrderRefusals refusals;
    private OpenOrders openOrders;
    private Admission admission;

    /**
     * @param cards that orders are taken with
     * @param ids random ones
     */
    @SuppressWarnings("NullAway.Init") // what belongs to the context comes in start
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
        this.refused = new RefusalMetrics(metrics);
    }

    @Override
    public Future<?> start() {
        BatcherOptions options = new BatcherOptions(
                settings.batchLines(), settings.batchLinger(), settings.batchQueue(), settings.batchesInFlight());
        OrderPlacement placement = new OrderPlacement(claims, repository, reads, settings.deadline());
        Batcher<NewOrder, PlaceOutcome> batcher = new Batcher<>(
                vertx,
                metrics,
                "orders",
                options,
                order -> order.lines().size(),
                NewOrder::id,
                failure -> SqlState.of(failure) == SqlState.CONTENT,
                orders -> placement.place(messaging.facts(), orders));
        messaging.precedence().give(batcher::isCrowded);
        refusals = new OrderRefusals(vertx, metrics, messaging.transactions(), claims, repository, reads);
        openOrders = new OpenOrders(vertx, metrics, messaging.transactions(), settings, batcher::submit, refusals);
        soldOut = new SoldOutSkus(vertx, bus, metrics);
        admission = new Admission(vertx, bus, messaging.transactions(), settings, metrics);
        return admission
                .start()
                .compose(counting -> bus.listen(StockEndpoints.SOLD_OUT, hint -> soldOut.heard(hint.skus())))
                .compose(listening -> bus.serve(OrderEndpoints.PLACE, this::place));
    }

    @Override
    public Future<?> stop() {
        admission.stop();
        return Future.succeededFuture();
    }

    private Future<PlaceOutcome> place(PlaceOrder request) {
        return admission
                .admit(() -> assemble(request), full -> refusals.refuse(claim(request, ""), null, full))
                .onSuccess(refused::count);
    }

    private Future<PlaceOutcome> assemble(PlaceOrder request) {
        return assembly.assemble(request)
                .transform(assembled -> assembled.succeeded()
                        ? decide(request, assembled.result())
                        : refusals.insteadOf(assembled.cause(), claim(request, "")));
    }

    private Future<PlaceOutcome> decide(PlaceOrder request, Assembled assembled) {
        return switch (assembled) {
            case Ready(Priced priced, Long version) -> take(request, order(request, priced, version));
            case Refused(PlaceOutcome refusal) -> refusals.refuse(claim(request, ""), null, refusal);
        };
    }

    private Future<PlaceOutcome> take(PlaceOrder request, NewOrder order) {
        return soldOut.mayBeAmong(order.lines())
                ? soldOut.among(order.lines()).compose(skus -> takeBut(skus, request, order))
                : openOrders.take(order);
    }

    private Future<PlaceOutcome> takeBut(Set<String> gone, PlaceOrder request, NewOrder order) {
        SoldOut refusal = SoldOutDecision.of(order.lines(), order.cartId() != null, gone);
        return refusal == null ? openOrders.take(order) : refusals.refuse(claim(request, ""), order.cart(), refusal);
    }

    private NewOrder order(PlaceOrder request, Priced priced, @Nullable Long version) {
        UUID id = ids.get();
        return NewOrder.of(id, claim(request, id.toString()), request, priced, version);
    }

    private static Claim claim(PlaceOrder request, String resource) {
        return new Claim(request.customer(), ROUTE, request.key(), request.bodyHash(), resource);
    }
}
