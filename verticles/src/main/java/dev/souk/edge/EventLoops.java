package dev.souk.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The event loops that serve requests: a node whose loop is blocked is not alive, however well its others do. */
public final class EventLoops {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    void add(Context context) {
        contexts.add(context);
    }

    void remove(Context context) {
        contexts.remove(context);
    }

    /** @return done when every one of them has had a turn; fails when one does not get to it in time */
    public Future<Void> respond(Vertx vertx) {
        List<Future<Void>> turns = contexts.stream().map(EventLoops::turn).toList();
        return Waits.within(vertx, Future.all(turns).mapEmpty(), TIMEOUT);
    }

    private static Future<Void> turn(Context context) {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(now -> promise.complete());
        return promise.future();
    }
}
