package dev.souk.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.souk.settings.Settings;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URLEncoder;

/** How Redis is connected: one set of options for everything that does. */
final class RedisClients {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int WAITING = 16_384;
    /** The user of a password that is given alone. */
    private static final String DEFAULT_USER = "default";

    private RedisClients() {}

    /** @param name of the link, in metrics */
    static RedisOptions options(Settings.Redis settings, String name) {
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.CLUSTER)
                .setPoolName("redis-" + name)
                .setMaxWaitingHandlers(WAITING)
                .setNetClientOptions(socket(settings));
        settings.nodes().forEach(node -> options.addConnectionString(url(settings, node)));
        return options;
    }

    /**
     * One node for itself.
     *
     * @param node {@code host:port}
     */
    static RedisOptions alone(Settings.Redis settings, String node) {
        return new RedisOptions()
                .setType(RedisClientType.STANDALONE)
                .setNetClientOptions(socket(settings))
                .setConnectionString(url(settings, node));
    }

    private static NetClientOptions socket(Settings.Redis settings) {
        NetClientOptions socket =
                new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true);
        if (settings.tls()) {
            socket.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            if (!settings.caFile().isEmpty()) {
                socket.setTrustOptions(new PemTrustOptions().addCertPath(settings.caFile()));
            }
        }
        return socket;
    }

    /** The client takes a user from nowhere else, and uses that of the first node for those that it learns of. */
    private static String url(Settings.Redis settings, String node) {
        return (settings.tls() ? "rediss://" : "redis://") + login(settings) + node;
    }

    private static String login(Settings.Redis settings) {
        String password = settings.password().value();
        if (password.isEmpty()) {
            return "";
        }
        String user = settings.user().isEmpty() ? DEFAULT_USER : settings.user();
        return URLEncoder.encode(user, UTF_8) + ":" + URLEncoder.encode(password, UTF_8) + "@";
    }
}
