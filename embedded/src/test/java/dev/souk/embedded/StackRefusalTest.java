package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.souk.embedded.kafka.KafkaData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** A stack that cannot start says why in one line, and leaves nothing half-started. */
class StackRefusalTest {

    private final Children before = Children.now();

    @TempDir
    private Path data;

    @AfterEach
    void nothingShouldRun() {
        assertThat(Children.now().newSince(before)).isEmpty();
    }

    private String refusal(StackOptions options) {
        StackException refused =
                catchThrowableOfType(StackException.class, () -> EmbeddedStack.start(options, Progress.SILENT));
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).doesNotContain("\n");
        return String.valueOf(refused.getMessage());
    }

    @Test
    void takenPortShouldBeNamedWithWhatWantsIt() throws IOException {
        StackOptions options = StackOptions.temporary(data);
        try (ServerSocket taken = new ServerSocket(options.redisNodePort(3), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(refusal(options))
                    .startsWith("Port " + taken.getLocalPort() + " for Redis node 3 is taken by another program");
        }
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void portBeyondTheLastShouldBeRefused() {
        assertThat(refusal(StackOptions.at(data).withPortOffset(50_000))).contains("does not exist");
    }

    @Test
    void folderUnderAFileShouldBeRefused() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThat(refusal(StackOptions.temporary(file.resolve("data")))).contains("cannot be written");
    }

    @Test
    @EnabledOnOs(LINUX)
    void folderWithoutPermissionShouldBeRefusedForRootToo() {
        assertThat(refusal(StackOptions.temporary(Path.of("/proc/souk")))).contains("/proc/souk cannot be written");
    }

    @Test
    void postgresDataWithoutVersionShouldBeCorrupt() throws IOException {
        Files.createDirectories(data.resolve("postgres/base"));
        assertThat(refusal(StackOptions.temporary(data))).contains("PostgreSQL data in", "is corrupt");
    }

    @Test
    void postgresDataOfAnotherVersionShouldBeNamed() throws IOException {
        fakePostgres("17\n");
        assertThat(refusal(StackOptions.temporary(data))).contains("is of version 17 and this is version 18");
    }

    @Test
    void postgresDataWithGarbageAsVersionShouldBeCorrupt() throws IOException {
        fakePostgres("\u0000ÿ\n");
        assertThat(refusal(StackOptions.temporary(data))).contains("is corrupt (PG_VERSION holds no version)");
    }

    @Test
    void brokenPostgresDataShouldStopTheOthersAndShowItsLastWords() throws IOException {
        fakePostgres("18\n");
        assertThat(refusal(StackOptions.temporary(data)))
                .contains("postgres died at start:", "postgres.log")
                .containsAnyOf("FATAL", "PANIC", "could not");
    }

    @Test
    void wrongSettingShouldShowPostgresOwnComplaint() {
        assertThat(refusal(StackOptions.temporary(data).withPostgresSettings(Map.of("shared_buffers", "lots"))))
                .contains("postgres died at start:", "shared_buffers");
    }

    @Test
    void kafkaDataOfAnotherNumberOfBrokersShouldBeRefused() {
        try (StackFolder folder = StackFolder.open(data)) {
            KafkaData kafka = new KafkaData(folder, 1);
            kafka.clusterId();
            kafka.writeSettings(1, new Properties());
        }
        assertThat(refusal(StackOptions.temporary(data).withKafkaBrokers(3)))
                .contains("is that of 1 broker(s), not of 3");
    }

    @Test
    void kafkaDataWithoutItsMetadataShouldBeCorrupt() throws IOException {
        Files.createDirectories(data.resolve("kafka/1/log/__cluster_metadata-0"));
        assertThat(refusal(StackOptions.temporary(data))).contains("Kafka data in", "is corrupt");
        Files.write(data.resolve("kafka/cluster.properties"), List.of("cluster.id=abc", "brokers=1"));
        Files.write(data.resolve("kafka/1/log/meta.properties"), List.of("cluster.id=other"));
        assertThat(refusal(StackOptions.temporary(data))).contains("meta.properties is missing or of another cluster");
    }

    private void fakePostgres(String version) throws IOException {
        Files.createDirectories(data.resolve("postgres/global"));
        Files.createDirectories(data.resolve("postgres/pg_wal"));
        Files.setPosixFilePermissions(data.resolve("postgres"), PosixFilePermissions.fromString("rwx------"));
        Files.createFile(data.resolve("postgres/global/pg_control"));
        Files.writeString(data.resolve("postgres/PG_VERSION"), version);
    }
}
