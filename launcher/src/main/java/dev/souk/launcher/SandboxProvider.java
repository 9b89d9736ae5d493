package dev.souk.launcher;

import dev.souk.payment.sandbox.SandboxProviderVerticle;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The sandbox provider in a process of its own, as a real provider is: it outlives every node. */
public final class SandboxProvider {
    private final Vertx vertx;

    private SandboxProvider(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails when its port is taken or its database, which must be migrated, cannot be reached. */
    public static Future<SandboxProvider> start(Settings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        return vertx.deployVerticle(new SandboxProviderVerticle(settings, new SimpleMeterRegistry()))
                .map(new SandboxProvider(vertx));
    }

    public Future<Void> stop() {
        return vertx.close();
    }
}
