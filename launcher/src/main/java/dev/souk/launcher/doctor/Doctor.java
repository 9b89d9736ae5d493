package dev.souk.launcher.doctor;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at everything a node needs, all at the same time, each within half a minute. A server that answers late is
 * slow; one that does not answer at all is not reachable.
 */
public final class Doctor {
    private final Vertx vertx;
    private final Settings settings;
    private final Patience patience;
    private final Duration longest;

    public Doctor(Vertx vertx, Settings settings) {
        this(vertx, settings, Patience.LONGEST);
    }

    /** @param longest after which a server that takes connections is taken not to answer */
    Doctor(Vertx vertx, Settings settings, Duration longest) {
        this.vertx = vertx;
        this.settings = settings;
        this.patience = new Patience(vertx, longest);
        this.longest = longest;
    }

    /** @return the findings, always in the same order; a thing that cannot be reached is a finding, not a failure */
    public Future<List<Finding>> examine() {
        List<Future<List<Finding>>> checks = List.of(
                new DatabaseCheck(vertx, patience, settings.sql()).examine(),
                new KafkaCheck(vertx, patience, settings.kafka()).examine(),
                new RedisCheck(vertx, patience, settings.redis()).examine(),
                new HttpCheck(vertx, settings, longest).examine(),
                vertx.executeBlocking(() -> ExposureCheck.examine(settings), false));
        return Future.join(checks).map(done -> {
            List<Finding> all = new ArrayList<>();
            checks.forEach(check -> all.addAll(check.result()));
            return all;
        });
    }
}
