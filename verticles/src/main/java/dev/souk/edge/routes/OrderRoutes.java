package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.edge.contract.FieldError;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Prefer;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.OrderJson;
import dev.souk.money.Money;
import dev.souk.order.message.OrderCursor;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.BacklogFull;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.Change;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.ChangeOutcome;
import dev.souk.order.message.OrderEndpoints.Changed;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.ListOrders;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.OrderAnswer;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.Refused;
import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.order.message.OrderEndpoints.SoldOutLine;
import dev.souk.order.message.OrderEndpoints.TooLarge;
import dev.souk.order.message.OrderEndpoints.TooManyOpenOrders;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.order.message.OrderEndpoints.UnknownProducts;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders: placed, and waited for; read, cancelled, shipped, delivered. Another customer's order is not found. */
public final class OrderRoutes {
    private static final Cursors CURSORS = new Cursors('o');

    private final Bus bus;
    private final OrderWaits waits;

    public OrderRoutes(Bus bus, OrderWaits waits) {
        this.bus = bus;
        this.waits = waits;
    }

    public Future<Answer> place(Call call) {
        Future<PlaceOutcome> outcome = bus.ask(OrderEndpoints.PLACE, OrderRequests.parse(call));
        int patience = Prefer.waitSeconds(call);
        return patience == 0
                ? outcome.map(OrderRoutes::placed)
                : outcome.compose(placed -> settled(call, placed, patience));
    }

    /** @param patience seconds */
    private Future<Answer> settled(Call call, PlaceOutcome outcome, int patience) {
        if (!(outcome instanceof Placed placed)) {
            return Future.succeededFuture(placed(outcome));
        }
        Future<Placed> later = placed.order().status().isSettled()
                ? Future.succeededFuture(placed)
                : waits.settled(placed.order().id(), Duration.ofSeconds(patience), call)
                        .compose(over -> again(call, placed));
        return later.map(order -> reply(order).withPreference("wait=" + patience));
    }

    /** Reads the order once more; it stays placed, even where that read fails. */
    private Future<Placed> again(Call call, Placed placed) {
        GetOrder question = new GetOrder(placed.order().id(), call.principal().subject());
        return bus.askAgain(OrderEndpoints.GET, question)
                .map(answer -> answer instanceof Found(OrderView now) ? new Placed(now, placed.replayed()) : placed)
                .otherwise(placed);
    }

    private static Reply reply(Placed placed) {
        return Reply.of(201, OrderJson.of(placed.order()))
                .withLocation("/v1/orders/" + placed.order().id())
                .withReplayed(placed.replayed());
    }

    private static Answer placed(PlaceOutcome outcome) {
        return switch (outcome) {
            case Placed placed -> reply(placed);
            case KeyReused reused -> Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
            case UnknownProducts(List<String> skus) ->
                Problem.of(ProblemCode.UNKNOWN_PRODUCTS)
                        .withErrors(skus.stream()
                                .map(sku -> new FieldError("lines", sku + " is not for sale"))
                                .toList());
            case MixedCurrencies(List<String> currencies) ->
                Problem.of(ProblemCode.MIXED_CURRENCIES, "The lines are in " + String.join(", ", currencies) + ".");
            case TotalChanged(Money total) ->
                Problem.of(ProblemCode.TOTAL_CHANGED).withMember("total", total);
            case UnknownCart none -> Problem.of(ProblemCode.CART_NOT_FOUND);
            case EmptyCart nothing -> Problem.of(ProblemCode.CART_EMPTY);
            case UnknownCard unknown -> Problem.of(ProblemCode.UNKNOWN_CARD);
            case CartOrdered(UUID orderId) ->
                Problem.of(ProblemCode.CART_ORDERED).withMember("orderId", orderId);
            case SoldOut(List<SoldOutLine> lines) ->
                Problem.of(ProblemCode.SOLD_OUT)
                        .withErrors(lines.stream()
                                .map(line -> new FieldError(line.field(), line.sku() + " is sold out"))
                                .toList());
            case TooManyOpenOrders(String reason) -> Problem.of(ProblemCode.TOO_MANY_OPEN_ORDERS, reason);
            case TooLarge(String field, String reason) ->
                Problem.of(ProblemCode.LIMIT_EXCEEDED).withErrors(List.of(new FieldError(field, reason)));
            case BacklogFull(int seconds) ->
                Problem.of(ProblemCode.BUSY, "Too many orders wait to be settled. Nothing was done.")
                        .withHeader("Retry-After", Integer.toString(seconds));
        };
    }

    public Future<Answer> get(Call call) {
        return bus.askAgain(OrderEndpoints.GET, new GetOrder(call.id(), owner(call)))
                .map(OrderRoutes::found);
    }

    private static Answer found(OrderAnswer answer) {
        return switch (answer) {
            case Found(OrderView order) -> Reply.of(200, OrderJson.of(order));
            case NotFound none -> Problem.of(ProblemCode.ORDER_NOT_FOUND);
        };
    }

    public Future<Answer> list(Call call) {
        String cursor = call.query("cursor");
        String place = cursor == null ? null : place(cursor);
        ListOrders question = new ListOrders(owner(call), call.query("limit", Pages.LIMIT), place);
        return bus.askAgain(OrderEndpoints.LIST, question).map(OrderRoutes::page);
    }

    private static String place(String cursor) {
        String place = CURSORS.decode(cursor);
        try {
            return OrderCursor.parse(place).text();
        } catch (IllegalArgumentException tampered) {
            throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
        }
    }

    private static Answer page(OrderPage page) {
        String next = page.next();
        return Reply.of(200, OrderJson.page(page, next == null ? null : CURSORS.encode(next)));
    }

    public Future<Answer> cancel(Call call) {
        return change(call, Change.CANCEL);
    }

    public Future<Answer> ship(Call call) {
        return change(call, Change.SHIP);
    }

    public Future<Answer> deliver(Call call) {
        return change(call, Change.DELIVER);
    }

    private Future<Answer> change(Call call, Change change) {
        ChangeOrder command =
                new ChangeOrder(call.id(), owner(call), change, call.principal().subject(), call.traceparent());
        return bus.ask(OrderEndpoints.CHANGE, command).map(OrderRoutes::changed);
    }

    private static Answer changed(ChangeOutcome outcome) {
        return switch (outcome) {
            case Changed(OrderView order) -> Reply.of(200, OrderJson.of(order));
            case NotFound none -> Problem.of(ProblemCode.ORDER_NOT_FOUND);
            case Refused(OrderStatus status, String reason) ->
                Problem.of(ProblemCode.ORDER_STATE, reason).withMember("orderStatus", status);
        };
    }

    /** @return the subject that must own the order; none for an operator, who may see every order */
    static @Nullable String owner(Call call) {
        Principal principal = call.principal();
        return principal.is(Principal.OPERATOR) ? null : principal.subject();
    }
}
