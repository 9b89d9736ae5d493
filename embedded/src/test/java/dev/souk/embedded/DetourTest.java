package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.StackOptions.Detour;
import dev.souk.embedded.process.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that break links or leading servers rely on two things: detours of Kafka, and the list of Redis masters. */
@Tag("stack")
class DetourTest {

    @TempDir
    private Path data;

    @Test
    void whoComesInByTheDetourShouldBeSentToIt() throws Exception {
        StackOptions straight = StackOptions.temporary(data);
        int detour = straight.kafkaPort() + 6;
        StackOptions options = straight.withKafkaDetours(List.of(new Detour(detour, detour)));
        assertThat(options.ports()).containsKey(detour);
        try (EmbeddedStack stack = EmbeddedStack.start(options, Progress.SILENT)) {
            assertThat(portAsToldAt(detour)).isEqualTo(detour);
            assertThat(portAsToldAt(options.kafkaPort())).isEqualTo(options.kafkaPort());

            List<ServerProcess> nodes = stack.redis().nodes();
            assertThat(stack.redis().masters()).containsExactlyElementsOf(nodes.subList(0, 3));
            nodes.get(1).kill();
            assertThat(stack.redis().masters()).doesNotContain(nodes.get(1));
        }
    }

    private static int portAsToldAt(int port) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
            return admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).stream()
                    .map(Node::port)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
