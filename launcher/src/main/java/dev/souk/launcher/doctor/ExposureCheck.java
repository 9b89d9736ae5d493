package dev.souk.launcher.doctor;

import dev.souk.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Checks which parts the settings leave open to other machines. Asks nothing over the network. */
final class ExposureCheck {
    private ExposureCheck() {}

    /** @return nothing, where all is on this machine or guarded */
    static List<Finding> examine(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        sql(settings.sql(), findings);
        Settings.Kafka kafka = settings.kafka();
        if (kafka.clientProperties().isEmpty()
                && leavesTheMachine(List.of(kafka.bootstrapServers().split(",")))) {
            findings.add(Finding.risky(
                    "exposure",
                    "Kafka is on another machine, without TLS and without a login: name a file with security.protocol"
                            + " in kafka.client-properties"));
        }
        if (leavesTheMachine(settings.redis().nodes())) {
            findings.add(Finding.risky(
                    "exposure",
                    "Redis is on another machine, without TLS and without a login: keep it in a network that only nodes"
                            + " can reach"));
        }
        listening(settings, findings);
        return findings;
    }

    private static void sql(Settings.Sql sql, List<Finding> findings) {
        if (new Address(sql.host(), sql.port()).isLoopback()) {
            return;
        }
        if (sql.sslMode().equals("disable") || sql.sslMode().equals("prefer")) {
            findings.add(Finding.risky(
                    "exposure",
                    "the database is on another machine, and sql.ssl-mode is '" + sql.sslMode()
                            + "': set verify-full and sql.ca-file"));
        }
        if (sql.password().value().isEmpty()) {
            findings.add(Finding.risky(
                    "exposure", "the database is on another machine, and sql.password is empty: give the user one"));
        }
    }

    private static void listening(Settings settings, List<Finding> findings) {
        if (settings.auth().dev() && !new Address(settings.http().host(), 0).isLoopback()) {
            findings.add(Finding.wrong(
                    "exposure",
                    "auth.dev gives everybody any role, and http.host is "
                            + settings.http().host() + ": switch auth.dev off, or listen on 127.0.0.1"));
        }
        boolean clustered = settings.cluster().enabled();
        if (clustered && !new Address(settings.cluster().host(), 0).isLoopback()) {
            findings.add(Finding.risky(
                    "exposure",
                    "the cluster listens on " + settings.cluster().host()
                            + " without TLS: keep its ports in a network that only nodes can reach"));
        }
    }

    private static boolean leavesTheMachine(List<String> addresses) {
        return addresses.stream()
                .anyMatch(address -> !Address.of(address.strip()).isLoopback());
    }
}
