package dev.souk.notification.live;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Gives the feeds of a node their event loop: starts before the sockets open, and stops after they are closed. */
public final class LiveVerticle extends VerticleBase {
    private final OrderFeeds feeds;

    public LiveVerticle(OrderFeeds feeds) {
        this.feeds = feeds;
    }

    @Override
    public Future<?> start() {
        return feeds.start(vertx, context);
    }

    @Override
    public Future<?> stop() {
        feeds.stop();
        return Future.succeededFuture();
    }
}
