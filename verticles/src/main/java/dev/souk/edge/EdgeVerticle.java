package dev.souk.edge;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.edge.auth.KeySource;
import dev.souk.edge.pages.Assets;
import dev.souk.edge.pages.PageHandler;
import dev.souk.edge.ready.ReadyHandler;
import dev.souk.edge.routes.OrderWaits;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP server on one event loop; all of a node's share the port. Starts to listen when contract and keys are there.
 * Stopping accepts nothing new and lets requests in flight finish, within the settings' drain.
 */
public final class EdgeVerticle extends VerticleBase {
    private final Edge edge;
    private @Nullable Front front;
    private @Nullable HttpServer server;
    /** The parts that stop before the server does, in this order. */
    private final List<Runnable> endings = new ArrayList<>();

    EdgeVerticle(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Future<?> start() {
        edge.eventLoops().add(context);
        return here(edge.load()).compose(loaded -> {
            front = new Front(vertx, edge, loaded.certificate());
            KeySource source = new KeySource(vertx, edge.settings().auth(), loaded.issuer(), System::nanoTime);
            endings.add(source::close);
            OrderWaits patient = new OrderWaits(vertx, edge.bus(), edge.waiting());
            endings.add(patient::stop);
            return Future.all(source.start(), patient.start(), hearChanges())
                    .compose(ready -> listen(withPages(
                            loaded.pages(),
                            new Routes(vertx, edge, front(), endings::add).router(loaded, source, patient))));
        });
    }

    /** The same result, completed on the context of this verticle instead of another verticle's. */
    private <T> Future<T> here(Future<T> shared) {
        Promise<T> promise = Promise.promise();
        shared.onComplete(
                done -> context.runOnContext(now -> promise.complete(done)),
                failure -> context.runOnContext(now -> promise.fail(failure)));
        return promise.future();
    }

    private Future<Void> hearChanges() {
        return edge.bus()
                .listen(CatalogEndpoints.CHANGED, changed -> edge.ready().forget(changed.skus()));
    }

    private static Handler<HttpServerRequest> withPages(@Nullable Assets pages, Router router) {
        return pages == null ? router : new PageHandler(pages, router);
    }

    private Future<HttpServer> listen(Handler<HttpServerRequest> routes) {
        Settings.Http http = edge.settings().http();
        ReadyHandler first = new ReadyHandler(edge.ready(), edge.caching(), front().limits()::admitsRead, routes);
        endings.add(first::close);
        HttpServer opening = front().server(first);
        server = opening;
        return opening.listen(http.port(), http.host());
    }

    private Front front() {
        return Objects.requireNonNull(front, "not started");
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        return server == null ? 0 : Math.max(0, server.actualPort());
    }

    @Override
    public Future<?> stop() {
        edge.eventLoops().remove(context);
        endings.forEach(Runnable::run);
        HttpServer stopping = server;
        Future<Void> stopped = stopping == null
                ? Future.succeededFuture()
                : stopping.shutdown(edge.settings().http().drain().toMillis(), TimeUnit.MILLISECONDS);
        // To the end: a client that trickles a body is not to keep the node from stopping.
        return stopped.onComplete(done -> front().stop());
    }
}
