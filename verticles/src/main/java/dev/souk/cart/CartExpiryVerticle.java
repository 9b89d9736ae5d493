package dev.souk.cart;

import dev.souk.messaging.Leases;
import dev.souk.messaging.Messaging;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes carts that nobody changed for long, by the database's clock. One node at a time holds the lease to do it.
 * Counted: {@code souk.cart.expired}.
 */
public final class CartExpiryVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(CartExpiryVerticle.class);
    private static final int CARTS = 500;

    private final Messaging messaging;
    private final Settings.Cart settings;
    private final Counter expired;
    private final CartRepository carts = new CartRepository();
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    @SuppressWarnings("NullAway.Init") // leases belong to the context, in start
    public CartExpiryVerticle(Messaging messaging, Settings.Cart settings, MeterRegistry metrics) {
        this.messaging = messaging;
        this.settings = settings;
        this.expired = metrics.counter("souk.cart.expired");
    }

    @Override
    public Future<?> start() {
        leases = messaging.leases(List.of("cart-expiry"));
        return leases.start().onSuccess(started -> next(false));
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.otherwiseEmpty().compose(done -> leases.stop());
    }

    private void next(boolean atOnce) {
        vertx.setTimer(atOnce ? 1 : settings.sweepEvery().toMillis(), tick -> {
            if (!stopping) {
                round = sweep().onFailure(
                                failure -> log.warn("the cart sweeper begins again: {}", failure.getMessage()))
                        .onComplete(swept -> next(swept.succeeded() && swept.result() == CARTS));
            }
        });
    }

    private Future<Integer> sweep() {
        if (leases.held().isEmpty()) {
            return Future.succeededFuture(0);
        }
        return messaging
                .transactions()
                .run("cart-expiry", tx -> carts.deleteUnchangedFor(tx, settings.expiry(), CARTS))
                .onSuccess(expired::increment);
    }
}
