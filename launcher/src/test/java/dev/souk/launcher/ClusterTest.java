package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.souk.embedded.FreePort;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Settings.Cluster cluster(int port, List<Integer> members) {
        String list = String.join(
                ",", members.stream().map(member -> "127.0.0.1:" + member).toList());
        return SettingsLoader.load(
                        List.of(), Map.of(), Map.of("cluster.port", Integer.toString(port), "cluster.members", list))
                .cluster();
    }

    @Test
    void membersFindEachOtherByAddressAndAnswerAcrossNodes() throws Exception {
        int one = FreePort.next();
        int two = FreePort.next();
        Future<Vertx> first = open(cluster(one, List.of(one, two)));
        Future<Vertx> second = open(cluster(two, List.of(one, two)));
        Vertx asking = await(first);
        Vertx answering = await(second);
        try {
            await(answering
                    .eventBus()
                    .consumer("test.echo", message -> message.reply(message.body()))
                    .completion());
            Object answer =
                    await(asking.eventBus().request("test.echo", "salaam")).body();
            assertThat(answer).isEqualTo("salaam");
        } finally {
            await(Future.join(asking.close(), answering.close()));
        }
    }

    private static Future<Vertx> open(Settings.Cluster cluster) {
        return open(cluster, "node", gone -> {});
    }

    private static Future<Vertx> open(Settings.Cluster cluster, String incarnation, Consumer<String> left) {
        return ClusterMember.open(Vertx.builder(), new VertxOptions(), cluster, incarnation, left);
    }

    @Test
    void theOthersAreToldWhichIncarnationIsGone() throws Exception {
        int one = FreePort.next();
        int two = FreePort.next();
        CompletableFuture<String> gone = new CompletableFuture<>();
        Future<Vertx> first = open(cluster(one, List.of(one, two)), "first~1", gone::complete);
        Future<Vertx> second = open(cluster(two, List.of(one, two)), "second~2", left -> {});
        Vertx staying = await(first);
        try {
            await(await(second).close());

            assertThat(gone.get(60, TimeUnit.SECONDS)).isEqualTo("second~2");
        } finally {
            await(staying.close());
        }
    }

    @Test
    void neverCallsOutNorLooksAroundAndKeepsToItsPort() {
        Config config = ClusterMember.config(cluster(15_701, List.of(15_701, 15_702)));

        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
        var network = config.getNetworkConfig();
        assertThat(network.isPortAutoIncrement()).isFalse();
        assertThat(network.getJoin().getMulticastConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    }
}
