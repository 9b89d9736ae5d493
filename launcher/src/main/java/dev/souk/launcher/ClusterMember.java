package dev.souk.launcher;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import dev.souk.bus.UnavailableException;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/**
 * This node in the Hazelcast cluster, which knows who is there and who listens to which address. Nothing relies on it
 * for correctness.
 *
 * <p>Members are named in the settings: no multicast, nothing is told to anybody outside, and a port is the one that
 * was asked for or none.
 */
final class ClusterMember {
    private static final String NAME = "souk";
    private static final String INCARNATION = "souk.incarnation";

    private ClusterMember() {}

    /**
     * Opens a Vert.x that is a member; its event bus is reached at the same address as its membership.
     *
     * @param incarnation of this node, which the others are told
     * @param left told which incarnation is gone, on a thread of the cluster: a member whose connections broke at once, one
     *     that is silent after {@code cluster.no-heartbeat}
     */
    static Future<Vertx> open(
            VertxBuilder builder,
            VertxOptions options,
            Settings.Cluster cluster,
            String incarnation,
            Consumer<String> left) {
        // Read before there is any configuration.
        System.setProperty("hazelcast.logging.type", "slf4j");
        options.getEventBusOptions().setHost(cluster.host()).setClusterPublicHost(cluster.host());
        Config config = config(cluster);
        config.getMemberAttributeConfig().setAttribute(INCARNATION, incarnation);
        config.addListenerConfig(new ListenerConfig(new Membership(left)));
        return builder.with(options)
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered();
    }

    private record Membership(Consumer<String> left) implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            // Who comes says so itself.
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            String incarnation = event.getMember().getAttribute(INCARNATION);
            if (incarnation != null) {
                left.accept(incarnation);
            }
        }
    }

    static Config config(Settings.Cluster cluster) {
        Config config = new Config()
                .setClusterName(NAME)
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty(
                        "hazelcast.max.no.heartbeat.seconds",
                        Long.toString(cluster.noHeartbeat().toSeconds()))
                // Vert.x leaves the cluster when its node has stopped serving; a hook of Hazelcast's own would be
                // sooner.
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                // The defaults are made for data grids: 5 s to form, 5 min until the halves of a split find each other.
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "10")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.operation.call.timeout.millis", "10000");
        network(config.getNetworkConfig(), cluster);
        vertxMaps(config);
        return config;
    }

    private static void network(NetworkConfig network, Settings.Cluster cluster) {
        network.setPort(cluster.port()).setPortAutoIncrement(false).setPortCount(1);
        network.getInterfaces().setEnabled(true).addInterface(address(cluster.host()));
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(cluster.members());
    }

    /** Hazelcast compares interfaces by their numbers. */
    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new UnavailableException("cluster.host: " + host + " is not known here");
        }
    }

    /** What the cluster manager of Vert.x keeps; its documentation asks for exactly these. */
    private static void vertxMaps(Config config) {
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    }
}
