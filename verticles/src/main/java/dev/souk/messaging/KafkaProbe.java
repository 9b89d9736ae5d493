package dev.souk.messaging;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import java.util.Map;

/** Whether Kafka answers: for the readiness of a node. */
public final class KafkaProbe {
    private final KafkaAdminClient admin;

    public KafkaProbe(Vertx vertx, Settings.Kafka kafka) {
        this.admin = KafkaAdminClient.create(
                vertx,
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "client.id", "souk-probe",
                        "request.timeout.ms", "2000",
                        "default.api.timeout.ms", "2000"));
    }

    /** Fails when no broker answers within 2 s. */
    public Future<Void> reach() {
        return admin.describeCluster().mapEmpty();
    }

    public Future<Void> close() {
        return admin.close();
    }
}
