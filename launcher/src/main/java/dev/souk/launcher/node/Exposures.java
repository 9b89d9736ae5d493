package dev.souk.launcher.node;

import dev.souk.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parts of a node that listen on, or connect to, other than loopback without the settings that make it safe. A node
 * starts all the same, since a private network may do; it warns of each.
 */
public final class Exposures {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    private final List<String> found = new ArrayList<>();

    private Exposures() {}

    /** @return one line each, which names the settings to change; none has a secret in it */
    public static List<String> of(Settings settings) {
        Exposures exposures = new Exposures();
        exposures.cluster(settings.cluster());
        exposures.sql(settings.sql());
        exposures.kafka(settings.kafka());
        exposures.redis(settings.redis());
        exposures.provider(settings);
        exposures.mail(settings.mail());
        exposures.edge(settings);
        return List.copyOf(exposures.found);
    }

    private void cluster(Settings.Cluster cluster) {
        if (!cluster.enabled() || isLoopback(cluster.host())) {
            return;
        }
        String where = "the event bus listens on " + cluster.host();
        if (!cluster.tls()) {
            found.add(where + " without TLS, and believes everybody: set cluster.tls-cert, tls-key and tls-ca");
        }
        if (cluster.busPort() == 0) {
            found.add(where + " on a random port, which no firewall can be told of: set cluster.bus-port");
        }
    }

    private void sql(Settings.Sql sql) {
        if (!isLoopback(sql.host()) && !sql.sslMode().startsWith("verify")) {
            found.add("the database at " + sql.host() + " is not verified (sql.ssl-mode " + sql.sslMode()
                    + "): set sql.ssl-mode to verify-full, and sql.ca-file");
        }
    }

    private void kafka(Settings.Kafka kafka) {
        if (kafka.clientProperties().isEmpty()
                && !areLoopback(List.of(kafka.bootstrapServers().split(",", -1)))) {
            found.add("Kafka at " + kafka.bootstrapServers()
                    + " is connected without TLS or a user: set kafka.client-properties");
        }
    }

    private void redis(Settings.Redis redis) {
        if (areLoopback(redis.nodes())) {
            return;
        }
        if (redis.password().value().isEmpty()) {
            found.add("Redis is connected without a password: set redis.password, and redis.user");
        }
        if (!redis.tls()) {
            found.add("Redis is connected without TLS: set redis.tls, and redis.ca-file");
        }
        if (redis.entrySecret().value().isEmpty()) {
            found.add("entries in Redis are not sealed, so that everybody who writes there changes what buyers see: "
                    + "set redis.entry-secret");
        }
    }

    private void provider(Settings settings) {
        Settings.Payment payment = settings.payment();
        URI url = URI.create(payment.providerUrl());
        boolean keyless = payment.providerKey().value().isEmpty();
        if (!isLoopback(String.valueOf(url.getHost()))) {
            if (!"https".equalsIgnoreCase(url.getScheme())) {
                found.add("the payment provider is called without TLS: set payment.provider-url to https");
            }
            if (keyless) {
                found.add("the payment provider is called without a key: set payment.provider-key");
            }
        }
        if (settings.sandbox().enabled() && !isLoopback(settings.sandbox().host()) && keyless) {
            found.add("the sandbox provider listens on " + settings.sandbox().host()
                    + " and takes calls of everybody: set payment.provider-key");
        }
    }

    private void mail(Settings.Mail mail) {
        if (mail.enabled() && !isLoopback(mail.host()) && mail.security().equals(Settings.Mail.NONE)) {
            found.add("letters go to " + mail.host() + " without TLS: set mail.security");
        }
    }

    private void edge(Settings settings) {
        if (settings.auth().dev() && !isLoopback(settings.http().host())) {
            found.add("POST /dev/tokens on " + settings.http().host()
                    + " makes everybody an operator: set auth.dev to false");
        }
    }

    /** @param servers {@code host:port} each */
    private static boolean areLoopback(List<String> servers) {
        return servers.stream().map(String::strip).allMatch(server -> isLoopback(host(server)));
    }

    private static String host(String server) {
        int colon = server.lastIndexOf(':');
        return colon < 0 ? server : server.substring(0, colon);
    }

    /** By its name alone: nothing is looked up. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
