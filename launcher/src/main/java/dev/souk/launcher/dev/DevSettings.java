package dev.souk.launcher.dev;

import dev.souk.bus.Json;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import dev.souk.settings.SettingsLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The settings of each node of a {@code souk dev}: those that its options imply, beside those that the user set for all
 * nodes. They are written to a file with which the node can also be started by hand.
 */
final class DevSettings {
    /** Of a provider that moves no money, on loopback. */
    private static final String WEBHOOK_SECRET = "souk-dev";
    /** Of the entries in a Redis on loopback. */
    private static final String ENTRY_SECRET = "souk-dev-entries";

    /** Above what one machine can do: here a load generator is one client, and often one principal. */
    private static final int DEV_RATE = 1_000_000;

    private final DevOptions options;

    DevSettings(DevOptions options) {
        this.options = options;
    }

    /**
     * Finds out before anything is started whether the nodes will take their settings.
     *
     * @throws SettingsException also for a setting that {@code souk dev} gives itself
     */
    Settings check(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        for (String own : of(1).keySet()) {
            String variable = SettingsLoader.environmentName(own);
            if (environment.containsKey(variable)) {
                problems.add(variable + ": souk dev sets " + own + " itself");
            }
            if (options.overrides().containsKey(own)) {
                problems.add("--set: souk dev sets " + own + " itself");
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        Map<String, String> all = new LinkedHashMap<>(options.overrides());
        of(1).forEach((name, value) -> all.put(name, text(value)));
        return SettingsLoader.load(options.files(), environment, all);
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    /** The settings file of a node, YAML with one dotted key a line. */
    String file(int node) {
        StringBuilder file = new StringBuilder("# Written by 'souk dev' at its start. Start this node by hand with:\n"
                + "#   souk node --config THIS-FILE\n");
        of(node).forEach((name, value) ->
                file.append(name).append(": ").append(Json.text(value)).append('\n'));
        generous()
                .forEach((name, value) ->
                        file.append(name).append(": ").append(value).append('\n'));
        return file.toString();
    }

    private Map<String, Object> of(int node) {
        DevPorts ports = options.ports();
        Map<String, Object> settings = new LinkedHashMap<>(ports.settings());
        settings.put("redis.nodes", ports.redisNodes());
        settings.put("redis.entry-secret", ENTRY_SECRET);
        settings.put("node.name", name(node));
        settings.put("http.port", ports.http(node));
        settings.put("management.port", ports.management(node));
        // Shorter than the default: all of souk dev stops within 15 s.
        settings.put("http.drain", "2s");
        // No balancer stands in front that would have to see it.
        settings.put("http.drain-pause", "0s");
        settings.put("cluster.enabled", options.nodes() > 1);
        settings.put("cluster.host", DevPorts.HOST);
        settings.put("cluster.port", ports.cluster(node));
        settings.put("cluster.members", members());
        settings.put("auth.dev", true);
        // Made by the first node that looks for it, shared by all, and kept with the data.
        settings.put("auth.dev-key", options.data().resolve("dev-key.pem").toString());
        // One node has the provider inside; several share one that outlives each of them.
        settings.put("sandbox.enabled", options.nodes() == 1);
        settings.put("sandbox.host", DevPorts.HOST);
        settings.put("sandbox.webhook-url", ports.url(1) + "/v1/payments/webhook");
        settings.put("payment.webhook-secret", WEBHOOK_SECRET);
        settings.put("mail.host", DevPorts.HOST);
        settings.put("mail.port", ports.smtp());
        // On loopback, where nothing listens in and no login is asked for.
        settings.put("mail.security", Settings.Mail.NONE);
        // Receivers of webhooks are tried on this machine.
        settings.put("webhooks.allow-private", true);
        return settings;
    }

    /** Bounds that no caller reaches. Bounds in the user's files come before these. */
    private Map<String, Integer> generous() {
        Settings users = SettingsLoader.load(options.files(), Map.of(), Map.of());
        Settings defaults = SettingsLoader.load(List.of(), Map.of(), Map.of());
        Map<String, Integer> bounds = new LinkedHashMap<>();
        if (users.limits().equals(defaults.limits())) {
            for (String limit : List.of("reads", "writes", "anonymous-carts", "tokens", "webhooks", "bad-tokens")) {
                bounds.put("limits." + limit + ".per-second", DEV_RATE);
                bounds.put("limits." + limit + ".burst", DEV_RATE);
            }
        }
        if (users.order().maxOpenPerCustomer() == defaults.order().maxOpenPerCustomer()) {
            bounds.put("order.max-open-per-customer", 0);
        }
        if (users.order().maxHeldUnitsPerCustomer() == defaults.order().maxHeldUnitsPerCustomer()) {
            bounds.put("order.max-held-units-per-customer", 0);
        }
        return bounds;
    }

    private List<String> members() {
        return IntStream.rangeClosed(1, options.nodes())
                .mapToObj(node -> DevPorts.HOST + ":" + options.ports().cluster(node))
                .toList();
    }

    static String name(int node) {
        return "souk-" + node;
    }
}
