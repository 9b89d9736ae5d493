package dev.souk.embedded;

import dev.souk.embedded.kafka.EmbeddedKafka;
import dev.souk.embedded.postgres.EmbeddedPostgres;
import dev.souk.embedded.process.Deadline;
import dev.souk.embedded.redis.RedisConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The servers as their users see them. */
final class Clients {

    private Clients() {}

    static String sql(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return "";
            }
            try (ResultSet rows = sql.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    static void createTopic(EmbeddedKafka kafka, String topic, int replication) throws Exception {
        try (Admin admin = admin(kafka)) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) replication)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    static void produce(EmbeddedKafka kafka, String topic, String value)
            throws ExecutionException, InterruptedException {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** Joins a group, so that the broker's own topics are put to use as well. */
    static List<String> consume(EmbeddedKafka kafka, String topic, String group, int count) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Deadline deadline = Deadline.in(Duration.ofSeconds(20));
            while (values.size() < count && !deadline.hasPassed()) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(200))) {
                    values.add(message.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }

    /** A command to any node; follows the redirect to the owner of the key's slot. */
    static String redis(int port, String... command) throws IOException {
        try (RedisConnection connection = new RedisConnection(port)) {
            return connection.send(command);
        } catch (IOException e) {
            String error = String.valueOf(e.getMessage());
            if (!error.startsWith("MOVED ")) {
                throw e;
            }
            return redis(Integer.parseInt(error.substring(error.lastIndexOf(':') + 1)), command);
        }
    }
}
