package dev.souk.cache.redis;

import dev.souk.settings.Settings;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** How Redis is connected: one set of options for everything that does. */
final class RedisClients {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int WAITING = 16_384;

    private RedisClients() {}

    /** @param name of the link, in metrics */
    static RedisOptions options(Settings.Redis settings, String name) {
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.CLUSTER)
                .setPoolName("redis-" + name)
                .setMaxWaitingHandlers(WAITING)
                .setNetClientOptions(
                        new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true));
        settings.nodes().forEach(node -> options.addConnectionString("redis://" + node));
        return options;
    }
}
