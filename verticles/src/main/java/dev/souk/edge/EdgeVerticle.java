package dev.souk.edge;

import dev.souk.catalog.imports.ProductImport;
import dev.souk.edge.Edge.Loaded;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP server on one event loop; all of a node's share the port. Starts to listen when contract and keys are there.
 * Stopping accepts nothing new and lets requests in flight finish, within the settings' drain.
 */
public final class EdgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(EdgeVerticle.class);
    private static final int MAX_REQUEST_LINE = 8_192;
    private static final int MAX_HEADERS = 16_384;

    private final Edge edge;
    private @Nullable HttpServer server;
    private @Nullable KeySource keys;
    private @Nullable OrderWaits waits;

    EdgeVerticle(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Future<?> start() {
        edge.eventLoops().add(context);
        return here(edge.load()).compose(loaded -> {
            KeySource source = new KeySource(vertx, edge.settings().auth(), loaded.issuer(), System::nanoTime);
            keys = source;
            OrderWaits patient = new OrderWaits(vertx, edge.bus(), edge.waiting());
            waits = patient;
            return Future.all(source.start(), patient.start())
                    .compose(ready -> listen(router(loaded, source, patient)));
        });
    }

    /** What another verticle's context completed goes on on this one's. */
    private <T> Future<T> here(Future<T> shared) {
        Promise<T> promise = Promise.promise();
        shared.onComplete(
                done -> context.runOnContext(now -> promise.complete(done)),
                failure -> context.runOnContext(now -> promise.fail(failure)));
        return promise.future();
    }

    private Router router(Loaded loaded, KeySource source, OrderWaits patient) {
        Settings settings = edge.settings();
        Contract contract = loaded.contract();
        Access access = new Access(new Tokens(vertx, settings.auth(), source, Clock.systemUTC()));
        Responses responses = new Responses(edge.metrics());
        ProductRoutes products = new ProductRoutes(edge.bus());
        StockRoutes stock = new StockRoutes(edge.bus());
        CartRoutes carts = new CartRoutes(edge.bus());
        OrderRoutes orders = new OrderRoutes(edge.bus(), patient);
        PaymentRoutes payments = new PaymentRoutes(edge.bus());
        EdgeRouter router = new EdgeRouter(
                        vertx, contract, access, responses, settings.http().bodyLimit())
                .mountHot("getProduct", products::get)
                .mountHot("placeOrder", orders::place)
                .mount("listProducts", products::list)
                .mount("putProduct", products::put)
                .mount("deleteProduct", products::delete)
                .mountStream("importProducts", new ImportRoute(new ProductImport(vertx, edge.bus()))::run)
                .mount("getStock", stock::get)
                .mount("receiveStock", stock::receive)
                .mount("openCart", carts::open)
                .mount("getCart", carts::get)
                .mount("putCartLine", carts::put)
                .mount("deleteCartLine", carts::delete)
                .mount("mergeCart", carts::merge)
                .mount("listOrders", orders::list)
                .mount("getOrder", orders::get)
                .mount("cancelOrder", orders::cancel)
                .mount("shipOrder", orders::ship)
                .mount("deliverOrder", orders::deliver)
                .mount("refundOrder", payments::refund)
                .mountRaw("takeWebhook", payments::webhook)
                .mount("getContract", new ContractRoute(contract)::get);
        DevIssuer issuer = loaded.issuer();
        if (issuer == null) {
            router.mountNothing("createToken");
        } else {
            router.mount("createToken", new DevRoutes(issuer)::token);
        }
        return router.router();
    }

    private Future<HttpServer> listen(Router router) {
        Settings.Http http = edge.settings().http();
        HttpServer opening = vertx.createHttpServer(options(http))
                .connectionHandler(this::connected)
                .invalidRequestHandler(new InvalidRequests(edge.metrics()))
                .exceptionHandler(failure -> log.debug("a connection failed", failure))
                .requestHandler(router);
        server = opening;
        return opening.listen(http.port(), http.host());
    }

    private static HttpServerOptions options(Settings.Http http) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) http.idleTimeout().toMillis());
    }

    private void connected(HttpConnection connection) {
        connection.closeHandler(closed -> edge.connections().decrementAndGet());
        if (edge.connections().incrementAndGet() > edge.settings().http().maxConnections()) {
            edge.metrics().counter("souk.edge.connections.refused").increment();
            connection.close();
        }
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : Math.max(0, listening.actualPort());
    }

    @Override
    public Future<?> stop() {
        edge.eventLoops().remove(context);
        if (keys != null) {
            keys.close();
        }
        if (waits != null) {
            waits.stop();
        }
        HttpServer stopping = server;
        return stopping == null
                ? Future.succeededFuture()
                : stopping.shutdown(edge.settings().http().drain().toMillis(), TimeUnit.MILLISECONDS);
    }
}
