package dev.souk.edge.management;

import dev.souk.edge.Waits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node can serve: asks every check at once, each within {@link #TIMEOUT}. A caller that asks while others
 * wait shares their answer, so that probes never pile up on a check that hangs. Lives on one event loop.
 */
final class Readiness {
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final List<ReadinessCheck> checks;
    private @Nullable Future<Report> asking;

    Readiness(Vertx vertx, List<ReadinessCheck> checks) {
        this.vertx = vertx;
        this.checks = List.copyOf(checks);
    }

    /** @param checks of which every one has {@code name} and {@code status}, and a {@code reason} when it is DOWN */
    record Report(boolean ready, JsonArray checks) {
        JsonObject json() {
            return new JsonObject().put("status", ready ? "UP" : "DOWN").put("checks", checks);
        }
    }

    private record Finding(String name, @Nullable String reason) {
        JsonObject json() {
            JsonObject json = new JsonObject().put("name", name).put("status", reason == null ? "UP" : "DOWN");
            return reason == null ? json : json.put("reason", reason);
        }
    }

    /** Never fails. */
    Future<Report> report() {
        Future<Report> shared = asking;
        if (shared != null) {
            return shared;
        }
        List<Future<Finding>> probes = checks.stream().map(this::probe).toList();
        Future<Report> report = Future.join(probes)
                .map(all -> report(probes.stream().map(Future::result).toList()))
                .onComplete(done -> asking = null);
        asking = report.isComplete() ? null : report;
        return report;
    }

    private Future<Finding> probe(ReadinessCheck check) {
        Future<?> asked;
        try {
            asked = check.probe().get();
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        Future<Finding> finding = asked.map(up -> new Finding(check.name(), null));
        return Waits.within(vertx, finding, TIMEOUT).otherwise(failure -> new Finding(check.name(), reason(failure)));
    }

    private static String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + TIMEOUT.toMillis() + " ms";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Report report(List<Finding> findings) {
        JsonArray json = new JsonArray();
        findings.forEach(finding -> json.add(finding.json()));
        return new Report(findings.stream().allMatch(finding -> finding.reason() == null), json);
    }
}
