package dev.souk.launcher.dev;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The ports of a {@code souk dev}, all on loopback.
 *
 * @param offset added to each of them, 0 to {@value #MAX_OFFSET}
 */
public record DevPorts(int offset) {
    public static final int MAX_OFFSET = 30_000;
    public static final String HOST = "127.0.0.1";
    private static final int HTTP = 8_888;
    private static final int MANAGEMENT = 8_889;
    private static final int PER_NODE = 10;
    private static final int CONTROL = 8_886;
    private static final int SANDBOX = 8_887;
    private static final int SMTP = 8_025;
    private static final int CLUSTER = 15_701;
    private static final int SQL = 26_257;
    private static final int KAFKA = 29_092;
    private static final int REDIS = 6_379;
    private static final int REDIS_NODES = 6;

    public DevPorts {
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("a port offset is 0 to " + MAX_OFFSET + ", not " + offset);
        }
    }

    /** @param node from 1 on, as everywhere here */
    public int http(int node) {
        return HTTP + offset + PER_NODE * (node - 1);
    }

    public int management(int node) {
        return MANAGEMENT + offset + PER_NODE * (node - 1);
    }

    public int cluster(int node) {
        return CLUSTER + offset + node - 1;
    }

    public int control() {
        return CONTROL + offset;
    }

    public int sandbox() {
        return SANDBOX + offset;
    }

    public int smtp() {
        return SMTP + offset;
    }

    public int sql() {
        return SQL + offset;
    }

    public String url(int node) {
        return "http://" + HOST + ":" + http(node);
    }

    /** One address in front of all nodes, with the control. */
    public String controlUrl() {
        return "http://" + HOST + ":" + control();
    }

    public String managementUrl(int node) {
        return "http://" + HOST + ":" + management(node);
    }

    List<String> redisNodes() {
        return IntStream.range(0, REDIS_NODES)
                .mapToObj(i -> HOST + ":" + (REDIS + offset + i))
                .toList();
    }

    /** The ports that {@code nodes} nodes take, and their users; the embedded servers know their own. */
    Map<Integer, String> taken(int nodes) {
        Map<Integer, String> taken = new TreeMap<>();
        taken.put(control(), "the control");
        taken.put(sandbox(), "the payment sandbox");
        taken.put(smtp(), "the SMTP server");
        for (int node = 1; node <= nodes; node++) {
            taken.put(http(node), "HTTP of souk-" + node);
            taken.put(management(node), "management of souk-" + node);
            if (nodes > 1) {
                taken.put(cluster(node), "the cluster port of souk-" + node);
            }
        }
        return taken;
    }

    /** The settings that a program needs to find this stack. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("sql.host", HOST);
        settings.put("sql.port", Integer.toString(sql()));
        settings.put("kafka.bootstrap-servers", HOST + ":" + (KAFKA + offset));
        settings.put("redis.nodes", String.join(",", redisNodes()));
        settings.put("http.host", HOST);
        settings.put("http.port", Integer.toString(http(1)));
        settings.put("management.host", HOST);
        settings.put("management.port", Integer.toString(management(1)));
        settings.put("payment.provider-url", "http://" + HOST + ":" + sandbox());
        settings.put("sandbox.port", Integer.toString(sandbox()));
        return settings;
    }
}
