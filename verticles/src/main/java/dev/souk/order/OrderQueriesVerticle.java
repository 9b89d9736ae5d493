package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderCursor;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.Letters;
import dev.souk.order.message.OrderEndpoints.ListOrders;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.OrderAnswer;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderEndpoints.PaymentTokens;
import dev.souk.order.message.OrderEndpoints.Statuses;
import dev.souk.order.message.OrderEndpoints.Timelines;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderReadRepository.Owned;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Answers questions about orders; changes nothing. */
public final class OrderQueriesVerticle extends VerticleBase {
    /** Stored bytes of a page of orders: with the largest order behind it, some megabytes while it is answered. */
    static final long PAGE_BYTES = 1 << 20;

    private final Bus bus;
    private final TransactionRunner transactions;
    private final OrderReadRepository reads = new OrderReadRepository();

    public OrderQueriesVerticle(Bus bus, TransactionRunner transactions) {
        this.bus = bus;
        this.transactions = transactions;
    }

    @Override
    public Future<?> start() {
        return Future.join(List.of(
                bus.serve(OrderEndpoints.GET, this::get),
                bus.serve(OrderEndpoints.LIST, this::list),
                bus.serve(OrderEndpoints.PAYMENT_TOKENS, this::tokens),
                bus.serve(OrderEndpoints.STATUSES, this::statuses),
                bus.serve(OrderEndpoints.LETTERS, this::letters),
                bus.serve(OrderEndpoints.TIMELINES, this::timelines)));
    }

    private Future<OrderAnswer> get(GetOrder question) {
        return transactions
                .read("order-get", sql -> reads.byId(sql, List.of(question.id())))
                .map(orders -> {
                    Owned order = orders.get(question.id());
                    return order == null || !order.isSeenBy(question.owner())
                            ? new NotFound()
                            : new Found(order.order());
                });
    }

    private Future<OrderPage> list(ListOrders question) {
        OrderCursor cursor = OrderCursor.parse(question.cursor());
        return transactions
                .read("order-list", sql -> reads.list(sql, question.owner(), cursor, question.limit(), PAGE_BYTES))
                .map(page -> new OrderPage(
                        page.orders(),
                        page.more() ? OrderCursor.after(page.orders().getLast()).text() : null));
    }

    private Future<PaymentTokens> tokens(OrderIds question) {
        return transactions
                .readOnce("order-payment-tokens", sql -> reads.tokens(sql, question.ids()))
                .map(PaymentTokens::new);
    }

    private Future<Timelines> timelines(GetTimelines question) {
        return transactions
                .read("order-timelines", sql -> reads.timelines(sql, question.after()))
                .map(Timelines::new);
    }

    private Future<Letters> letters(OrderIds question) {
        return transactions
                .read("order-letters", sql -> reads.letters(sql, question.ids()))
                .map(Letters::new);
    }

    private Future<Statuses> statuses(OrderIds question) {
        return transactions
                .read("order-statuses", sql -> reads.statuses(sql, question.ids()))
                .map(Statuses::new);
    }
}
