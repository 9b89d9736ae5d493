package dev.souk.cart;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Deletes carts that were not changed for long, by the database's clock. One node at a time holds the lease to do it.
 * Counted: {@code souk.cart.expired}.
 */
public final class CartExpiryVerticle extends VerticleBase {
    private static final int CARTS = 500;

    private final Messaging messaging;
    private final Settings.Cart settings;
    private final Counter expired;
    private final CartRepository carts = new CartRepository();
    private LeasedRounds rounds;

    @SuppressWarnings("NullAway.Init") // the rounds belong to the context, in start
    public CartExpiryVerticle(Messaging messaging, Settings.Cart settings, MeterRegistry metrics) {
        this.messaging = messaging;
        this.settings = settings;
        this.expired = metrics.counter("souk.cart.expired");
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds("cart-expiry", settings.sweepEvery(), this::sweep);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop();
    }

    private Future<Boolean> sweep() {
        return messaging
                .transactions()
                .run("cart-expiry", tx -> carts.deleteUnchangedFor(tx, settings.expiry(), CARTS))
                .onSuccess(expired::increment)
                .map(deleted -> deleted == CARTS);
    }
}
