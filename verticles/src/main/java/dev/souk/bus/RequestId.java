package dev.souk.bus;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import org.jspecify.annotations.Nullable;

/**
 * The id of the request that the running handler works for. It lies in the context that Vert.x makes for each request
 * and for each message, so that requests whose handlers alternate on one event loop do not mix, and everything that a
 * handler starts finds it. The {@link Bus} hands it on with every question.
 *
 * <p>Vert.x learns of the storage through {@code META-INF/services}, before it makes its first context.
 */
public final class RequestId implements VertxServiceProvider {
    /** Of a message on the bus, and the name under which a log line shows it. */
    public static final String NAME = "requestId";

    private static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap builder) {
        // The storage is registered once this class is there.
    }

    /** @return none where the running handler works for no request, or the thread is not one of Vert.x */
    public static @Nullable String current() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(ID);
    }

    /** From now on the running handler works for this request: call it on the context of that request alone. */
    public static void begin(String id) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(ID, id);
        }
    }
}
