package dev.souk.launcher.doctor;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything a node needs, all at the same time, each within some seconds. */
public final class Doctor {
    private final Vertx vertx;
    private final Settings settings;

    public Doctor(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** @return what was found, always in the same order; a thing that cannot be reached is a finding, not a failure */
    public Future<List<Finding>> examine() {
        List<Future<List<Finding>>> checks = List.of(
                new DatabaseCheck(vertx, settings.sql()).examine(),
                vertx.executeBlocking(() -> KafkaCheck.examine(settings.kafka())),
                new RedisCheck(vertx, settings.redis()).examine(),
                vertx.executeBlocking(() -> HttpCheck.examine(settings)));
        return Future.join(checks).map(done -> {
            List<Finding> all = new ArrayList<>();
            checks.forEach(check -> all.addAll(check.result()));
            return all;
        });
    }
}
