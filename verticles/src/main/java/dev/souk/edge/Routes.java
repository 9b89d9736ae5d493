package dev.souk.edge;

import dev.souk.catalog.imports.ProductImport;
import dev.souk.edge.Edge.Loaded;
import dev.souk.edge.auth.DevIssuer;
import dev.souk.edge.auth.KeySource;
import dev.souk.edge.auth.Tokens;
import dev.souk.edge.contract.Contract;
import dev.souk.edge.http.Responses;
import dev.souk.edge.routes.BridgeRoute;
import dev.souk.edge.routes.CartRoutes;
import dev.souk.edge.routes.ContractRoute;
import dev.souk.edge.routes.DevRoutes;
import dev.souk.edge.routes.FollowRoute;
import dev.souk.edge.routes.ImportRoute;
import dev.souk.edge.routes.LedgerRoute;
import dev.souk.edge.routes.OpsRoutes;
import dev.souk.edge.routes.OrderRoutes;
import dev.souk.edge.routes.OrderWaits;
import dev.souk.edge.routes.PaymentRoutes;
import dev.souk.edge.routes.ProductRoutes;
import dev.souk.edge.routes.StockRoutes;
import dev.souk.edge.routes.WebhookRoutes;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.function.Consumer;

/** Gives each operation of the contract its route. One instance for each server, on its event loop. */
final class Routes {
    private final Vertx vertx;
    private final Edge edge;
    private final Front front;
    private final Consumer<Runnable> endings;

    /** @param endings is given what must be called before the server stops, in this order */
    Routes(Vertx vertx, Edge edge, Front front, Consumer<Runnable> endings) {
        this.vertx = vertx;
        this.edge = edge;
        this.front = front;
        this.endings = endings;
    }

    Router router(Loaded loaded, KeySource source, OrderWaits waits) {
        Contract contract = loaded.contract();
        Tokens tokens = new Tokens(vertx, edge.settings().auth(), source, Clock.systemUTC());
        Access access = new Access(tokens, front.limits());
        Responses responses = new Responses(edge.metrics());
        EdgeRouter router = new EdgeRouter(
                vertx,
                contract,
                access,
                new Quota(front.limits()),
                responses,
                edge.bodies(),
                edge.settings().http().bodyLimit());
        mountCatalog(router);
        mountCarts(router);
        mountOrders(router, waits);
        new WebhookRoutes(edge.bus()).mountOn(router);
        new OpsRoutes(edge.bus()).mountOn(router);
        router.mount("getLedger", new LedgerRoute(edge.bus())::get)
                .mount("getContract", new ContractRoute(contract.text())::get)
                .mount("getEvents", new ContractRoute(contract.events())::get);
        mountTokens(router, loaded);
        BridgeRoute bridge = new BridgeRoute(vertx, edge, front.connections(), access, responses);
        endings.accept(bridge::stop);
        return bridge.mountedOn(router.router());
    }

    private void mountCatalog(EdgeRouter router) {
        ProductRoutes products = new ProductRoutes(edge.bus(), edge.ready(), edge.caching());
        StockRoutes stock = new StockRoutes(edge.bus());
        ImportRoute imports = new ImportRoute(new ProductImport(vertx, edge.bus()), edge.ready(), front.connections());
        router.mountHot("getProduct", products::get)
                .mount("listProducts", products::list)
                .mount("putProduct", products::put)
                .mount("deleteProduct", products::delete)
                .mountStream("importProducts", imports::run)
                .mount("getStock", stock::get)
                .mount("receiveStock", stock::receive);
    }

    private void mountCarts(EdgeRouter router) {
        CartRoutes carts = new CartRoutes(edge.bus());
        router.mount("openCart", carts::open)
                .mount("getCart", carts::get)
                .mount("putCartLine", carts::put)
                .mount("deleteCartLine", carts::delete)
                .mount("mergeCart", carts::merge);
    }

    private void mountOrders(EdgeRouter router, OrderWaits waits) {
        OrderRoutes orders = new OrderRoutes(edge.bus(), waits);
        PaymentRoutes payments = new PaymentRoutes(edge.bus());
        FollowRoute followed = new FollowRoute(vertx, edge, front.connections());
        endings.accept(followed::stop);
        router.mountHot("placeOrder", orders::place)
                .mount("listOrders", orders::list)
                .mount("getOrder", orders::get)
                .mount("followOrder", followed::follow)
                .mount("cancelOrder", orders::cancel)
                .mount("shipOrder", orders::ship)
                .mount("deliverOrder", orders::deliver)
                .mount("refundOrder", payments::refund)
                .mountRaw("takeWebhook", payments::webhook);
    }

    private static void mountTokens(EdgeRouter router, Loaded loaded) {
        DevIssuer issuer = loaded.issuer();
        if (issuer == null) {
            router.mountNothing("createToken");
        } else {
            router.mount("createToken", new DevRoutes(issuer)::token);
        }
    }
}
