package dev.souk.order;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.BusyException;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.TooManyOpenOrders;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.store.NewOrder;
import dev.souk.order.store.OpenOrdersRepository;
import dev.souk.order.store.OpenOrdersRepository.Open;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds every customer to so many orders, and so many units, that are not settled.
 *
 * <pre>
 *  order ──> counted in the database: one question at a time for all orders that wait
 *              │   + what this node is taking now, which the question leaves out by its ids
 *              ├─within the bounds──> taken
 *              ├─beyond them, with what is being taken──> the key's order, if it has one;
 *              │                                           else waits for an outcome of that, and is counted again
 *              └─beyond them without──> refused, unless the key has its order
 * </pre>
 *
 * <p>On one node the bounds are exact, however many requests come at once: every order is counted once, either in the
 * database or here, and no order is refused because of a request that then makes no order, or repeats one. Orders that
 * other nodes are taking in the same moment are not seen. The orders of one customer on all nodes may exceed the bounds
 * by the orders that each further node takes between its question and its commit, some milliseconds, and never by more
 * than a bound for each of them. An exact count would need a row of every customer that every order locks.
 *
 * <p>Lives on one event loop. Without bounds it asks nothing. The queue has the bound of group commit's queue: it
 * counts order lines, and is busy beyond.
 */
final class OpenOrders {
    private static final String NAME = "open-orders";
    private static final Duration LINGER = Duration.ofMillis(1);

    private final OpenOrdersRepository repository = new OpenOrdersRepository();
    private final OrdersUnderWay underWay = new OrdersUnderWay();
    private final Function<NewOrder, Future<PlaceOutcome>> taker;
    private final OrderRefusals refusals;
    private final int mostOrders;
    private final long mostUnits;
    private final int mostWaiting;
    private final Batcher<NewOrder, Open> questions;
    private final Counter busy;
    /** Order lines that wait for the outcome of others. */
    private int waiting;

    /**
     * Call on the event loop that it is to live on.
     *
     * @param taker takes an order
     */
    OpenOrders(
            Vertx vertx,
            MeterRegistry metrics,
            TransactionRunner transactions,
            Settings.Order settings,
            Function<NewOrder, Future<PlaceOutcome>> taker,
            OrderRefusals refusals) {
        this.taker = taker;
        this.refusals = refusals;
        this.mostOrders = settings.maxOpenPerCustomer();
        this.mostUnits = settings.maxHeldUnitsPerCustomer();
        this.mostWaiting = settings.batchQueue();
        this.busy = metrics.counter("souk.batch.refused", "batch", NAME);
        this.questions = new Batcher<>(
                vertx,
                metrics,
                NAME,
                // One at a time: by then what was taken before the question began is known to be done or not.
                new BatcherOptions(settings.batchLines(), LINGER, mostWaiting, 1),
                order -> order.lines().size(),
                NewOrder::id,
                failure -> false,
                orders -> transactions.readOnce("order-open", client -> count(client, orders)));
    }

    /** @return the outcome of the order, or why it is not taken; fails as a read does, and as the taker does */
    Future<PlaceOutcome> take(NewOrder order) {
        return mostOrders == 0 && mostUnits == 0
                ? taker.apply(order)
                : questions.submit(order).compose(stored -> decide(order, stored));
    }

    private Future<PlaceOutcome> decide(NewOrder order, Open stored) {
        Open one = new Open(1, units(order));
        TooManyOpenOrders refusal = refusal(stored.plus(one));
        if (underWay.hasKeyOf(order)) {
            // It is being taken already: this request gets the same order.
            return takeCounted(order, one);
        }
        if (refusal != null) {
            return refusals.refuse(order.claim(), order.cart(), refusal);
        }
        return refusal(stored.plus(one).plus(underWay.of(order.customer()))) == null
                ? takeCounted(order, one)
                : refusals.find(order.claim(), order.cart())
                        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> countAgain(order)));
    }

    private Future<PlaceOutcome> takeCounted(NewOrder order, Open one) {
        underWay.add(order, one);
        return taker.apply(order).onComplete(done -> underWay.done(order));
    }

    private Future<PlaceOutcome> countAgain(NewOrder order) {
        int lines = order.lines().size();
        if (waiting > 0 && waiting + lines > mostWaiting) {
            busy.increment();
            return Future.failedFuture(new BusyException("too many requests are waiting"));
        }
        waiting += lines;
        return underWay.next(order.customer()).compose(done -> {
            waiting -= lines;
            return take(order);
        });
    }

    private static long units(NewOrder order) {
        return order.lines().stream().mapToLong(OrderLine::quantity).sum();
    }

    private @Nullable TooManyOpenOrders refusal(Open all) {
        if (mostOrders > 0 && all.orders() > mostOrders) {
            return new TooManyOpenOrders("A customer may have " + mostOrders + " orders under way.");
        }
        return mostUnits > 0 && all.units() > mostUnits
                ? new TooManyOpenOrders("A customer's orders under way may have " + mostUnits + " units.")
                : null;
    }

    private Future<List<Open>> count(SqlClient client, List<NewOrder> orders) {
        underWay.forgetDone();
        Set<String> customers = orders.stream().map(NewOrder::customer).collect(Collectors.toSet());
        int looked = mostOrders > 0 ? mostOrders : Integer.MAX_VALUE;
        return repository
                .count(client, customers, underWay.ids(customers), looked)
                .map(open -> orders.stream()
                        .map(order -> open.getOrDefault(order.customer(), Open.NONE))
                        .toList());
    }
}
