package dev.souk.launcher;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import dev.souk.bus.UnavailableException;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This node in the Hazelcast cluster. The cluster knows its members and the listeners of each address. No part of the
 * shop relies on it for correctness.
 *
 * <p>The settings name the members. The member uses no multicast, sends nothing outside the cluster, and binds the
 * configured port or none. The open edition of Hazelcast has neither encryption nor authentication: a stranger that
 * reaches the member port can disturb the cluster. Messages between nodes travel on the event bus, which can have both.
 */
final class ClusterMember {
    private ClusterMember() {}

    /** Opens a Vert.x that is a member; its event bus is reached at the same address as its membership. */
    static Future<Vertx> open(VertxBuilder builder, VertxOptions options, Settings.Cluster cluster) {
        // Read before there is any configuration.
        System.setProperty("hazelcast.logging.type", "slf4j");
        configure(options.getEventBusOptions(), cluster);
        return builder.with(options)
                .withClusterManager(new HazelcastClusterManager(config(cluster)))
                .buildClustered();
    }

    /**
     * Each node is server and client of the others, with one certificate. Any certificate of the authority makes a
     * member, wherever it comes from: Vert.x compares no host names on the bus.
     */
    private static void configure(EventBusOptions bus, Settings.Cluster cluster) {
        bus.setHost(cluster.host()).setClusterPublicHost(cluster.host()).setPort(cluster.busPort());
        if (cluster.tls()) {
            bus.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(cluster.tlsCert())
                            .addKeyPath(cluster.tlsKey()))
                    .setTrustOptions(new PemTrustOptions().addCertPath(cluster.tlsCa()))
                    .setClientAuth(ClientAuth.REQUIRED);
        }
    }

    static Config config(Settings.Cluster cluster) {
        Config config = new Config()
                .setClusterName(cluster.name())
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

    /** The maps that the cluster manager of Vert.x keeps, exactly as its documentation asks for them. */
    private static void vertxMaps(Config config) {
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    }
}
