package dev.souk.launcher;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import java.util.function.Supplier;

/**
 * Verticles of one kind on a node.
 *
 * @param name in the log
 * @param instances at most one for each event loop
 * @param verticle makes one of them
 */
record Deployment(String name, int instances, Supplier<? extends Deployable> verticle) {
    static Deployment one(String name, Supplier<? extends Deployable> verticle) {
        return new Deployment(name, 1, verticle);
    }

    DeploymentOptions options() {
        return new DeploymentOptions().setInstances(instances);
    }
}
