package dev.souk.messaging.kafka;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import java.util.HashMap;
import java.util.Map;

/** Whether Kafka answers: for the readiness of a node. */
public final class KafkaProbe {
    private final KafkaAdminClient admin;

    public KafkaProbe(Vertx vertx, Settings.Kafka kafka) {
        Map<String, String> config = new HashMap<>();
        KafkaClients.admin(kafka).forEach((name, value) -> config.put(name, value.toString()));
        config.put("client.id", "souk-probe");
        config.put("request.timeout.ms", "2000");
        config.put("default.api.timeout.ms", "2000");
        this.admin = KafkaAdminClient.create(vertx, config);
    }

    /** Fails when no broker answers within 2 s. */
    public Future<Void> reach() {
        return admin.describeCluster().mapEmpty();
    }

    public Future<Void> close() {
        return admin.close();
    }
}
