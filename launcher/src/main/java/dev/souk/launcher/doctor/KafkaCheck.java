package dev.souk.launcher.doctor;

import dev.souk.launcher.doctor.Patience.Answered;
import dev.souk.launcher.doctor.Patience.SilentException;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** The Kafka cluster and the topics of the shop. */
final class KafkaCheck {
    private static final int LIMIT_SECONDS = 6;

    private final Vertx vertx;
    private final Patience patience;
    private final Settings.Kafka kafka;

    KafkaCheck(Vertx vertx, Patience patience, Settings.Kafka kafka) {
        this.vertx = vertx;
        this.patience = patience;
        this.kafka = kafka;
    }

    private record Told(int brokers, Set<String> topics, Map<String, TopicDescription> described) {}

    Future<List<Finding>> examine() {
        String where = kafka.bootstrapServers();
        Address first = Address.of(where.split(",", 2)[0]);
        return patience.ask(
                        first.host(),
                        first.port(),
                        () -> vertx.executeBlocking(this::ask, false),
                        KafkaCheck::isSilence)
                .map(answered -> findings(where, answered))
                .otherwise(failure ->
                        List.of(Finding.unreachable("kafka", where + ": " + Finding.wordsOf(cause(failure)))));
    }

    private static boolean isSilence(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException
                || cause instanceof SilentException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private Told ask() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Object> config = KafkaClients.admin(kafka);
        config.put("default.api.timeout.ms", Integer.toString(LIMIT_SECONDS * 1_000));
        Admin admin = Admin.create(config);
        try {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .size();
            Set<String> there = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<String> ours = wanted().stream().filter(there::contains).toList();
            return new Told(
                    brokers, there, admin.describeTopics(ours).allTopicNames().get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } finally {
            // Requests under way at a frozen broker are not waited for.
            admin.close(Duration.ZERO);
        }
    }

    private static List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        for (String topic : Topics.ALL) {
            wanted.add(topic);
            wanted.add(Topics.deadLetters(topic));
        }
        return wanted;
    }

    private List<Finding> findings(String where, Answered<Told> answered) {
        Told told = answered.answer();
        String words =
                where + ", " + told.brokers() + (told.brokers() == 1 ? " broker" : " brokers") + answered.lateness();
        List<Finding> findings = new ArrayList<>();
        findings.add(answered.isLate() ? Finding.slow("kafka", words) : Finding.good("kafka", words));
        findings.add(topics(told.topics()));
        findings.addAll(replication(told.described(), told.brokers()));
        return findings;
    }

    private static Finding topics(Set<String> there) {
        List<String> missing = new ArrayList<>(wanted());
        int wanted = missing.size();
        missing.removeAll(there);
        return missing.isEmpty()
                ? Finding.good("topics", "all " + wanted)
                : Finding.wrong("topics", missing + " missing: the first node that starts creates them");
    }

    /** Nothing, where each partition is on as many brokers as the settings ask for. */
    private List<Finding> replication(Map<String, TopicDescription> topics, int brokers) {
        List<String> few = new ArrayList<>();
        int behind = 0;
        int leaderless = 0;
        for (TopicDescription topic : topics.values()) {
            boolean tooFew = false;
            for (TopicPartitionInfo partition : topic.partitions()) {
                tooFew |= partition.replicas().size() < kafka.replication();
                behind += partition.isr().size() < partition.replicas().size() ? 1 : 0;
                leaderless += partition.leader() == null || partition.leader().isEmpty() ? 1 : 0;
            }
            if (tooFew) {
                few.add(topic.name());
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (!few.isEmpty()) {
            few.sort(null);
            findings.add(Finding.wrong(
                    "replicas",
                    few + " have fewer replicas than kafka.replication (" + kafka.replication()
                            + "): move them with kafka-reassign-partitions, or create the topics anew"));
        }
        if (leaderless > 0) {
            findings.add(Finding.wrong(
                    "replicas", leaderless + " partitions have no leader: start the brokers that hold them"));
        } else if (behind > 0) {
            findings.add(Finding.risky(
                    "replicas", behind + " partitions have replicas that are behind: a broker is down, or catches up"));
        }
        if (brokers < kafka.replication()) {
            findings.add(Finding.wrong(
                    "replicas",
                    "kafka.replication is " + kafka.replication() + ", and there are only " + brokers
                            + " brokers: start more, or lower it"));
        }
        return findings;
    }
}
