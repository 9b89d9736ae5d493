package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartAnswer;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.CartOpened;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.MergeOutcome;
import dev.souk.cart.message.CartEndpoints.Merged;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.NoSuchLine;
import dev.souk.cart.message.CartEndpoints.OpenCart;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.cart.message.CartEndpoints.TooLarge;
import dev.souk.cart.message.CartEndpoints.UnknownProduct;
import dev.souk.cart.message.CartEndpoints.VersionMismatch;
import dev.souk.cart.message.CartView;
import dev.souk.edge.contract.FieldError;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.EntityTags;
import dev.souk.edge.http.Precondition;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.CartJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carts: opened, read, filled, merged. A guest has no token, and uses a cart by knowing its id. */
public final class CartRoutes {
    private final Bus bus;

    public CartRoutes(Bus bus) {
        this.bus = bus;
    }

    public Future<Answer> open(Call call) {
        return bus.ask(CartEndpoints.OPEN, new OpenCart(customer(call))).map(CartRoutes::opened);
    }

    private static Answer opened(CartOpened opened) {
        CartView cart = opened.cart();
        return opened.created() ? cart(201, cart).withLocation("/v1/carts/" + cart.id()) : cart(200, cart);
    }

    public Future<Answer> get(Call call) {
        return bus.askAgain(CartEndpoints.GET, new GetCart(call.id(), customer(call)))
                .map(CartRoutes::found);
    }

    private static Answer found(CartAnswer answer) {
        return switch (answer) {
            case CartFound(CartView cart) -> cart(200, cart);
            case NoSuchCart none -> Problem.of(ProblemCode.CART_NOT_FOUND);
        };
    }

    public Future<Answer> put(Call call) {
        return set(call, call.body().getLong("quantity"));
    }

    public Future<Answer> delete(Call call) {
        return set(call, 0);
    }

    private Future<Answer> set(Call call, long quantity) {
        UUID id = call.id();
        String customer = customer(call);
        String sku = call.path("sku");
        return Precondition.ofWhatExists(call)
                .hold(
                        ifMatch -> bus.ask(CartEndpoints.SET_LINE, new SetLine(id, customer, sku, quantity, ifMatch)),
                        CartRoutes::otherVersion)
                .map(CartRoutes::set);
    }

    private static @Nullable Long otherVersion(SetLineOutcome outcome) {
        return outcome instanceof VersionMismatch(long version) ? Long.valueOf(version) : null;
    }

    private static Answer set(SetLineOutcome outcome) {
        return switch (outcome) {
            case CartFound(CartView cart) -> cart(200, cart);
            case NoSuchCart none -> Problem.of(ProblemCode.CART_NOT_FOUND);
            case NoSuchLine none -> Problem.of(ProblemCode.LINE_NOT_FOUND);
            case VersionMismatch(long version) -> Precondition.failed(version);
            case UnknownProduct(String sku) ->
                Problem.of(ProblemCode.UNKNOWN_PRODUCTS)
                        .withErrors(List.of(new FieldError("sku", sku + " is not for sale")));
            case TooLarge(String field, String reason) ->
                Problem.of(ProblemCode.LIMIT_EXCEEDED).withErrors(List.of(new FieldError(field, reason)));
        };
    }

    public Future<Answer> merge(Call call) {
        MergeCart command = new MergeCart(call.id(), call.principal().subject());
        return bus.ask(CartEndpoints.MERGE, command).map(CartRoutes::merged);
    }

    private static Answer merged(MergeOutcome outcome) {
        return switch (outcome) {
            case Merged merged ->
                Reply.of(200, CartJson.of(merged))
                        .withEtag(EntityTags.of(merged.cart().version()));
            case NoSuchCart none -> Problem.of(ProblemCode.CART_NOT_FOUND);
        };
    }

    private static Reply cart(int status, CartView cart) {
        return Reply.of(status, CartJson.of(cart)).withEtag(EntityTags.of(cart.version()));
    }

    /** @return none for a guest */
    private static @Nullable String customer(Call call) {
        Principal caller = call.caller();
        return caller == null ? null : caller.subject();
    }
}
