package dev.souk.launcher.dev;

import dev.souk.bus.Json;
import java.nio.file.Path;
import java.util.List;

/** The text that {@code souk dev} shows when the shop is open: all addresses, and an order to paste. */
final class Welcome {
    private final DevPorts ports;
    private final int nodes;
    private final Path data;

    Welcome(DevPorts ports, int nodes, Path data) {
        this.ports = ports;
        this.nodes = nodes;
        this.data = data;
    }

    String addresses() {
        StringBuilder text = new StringBuilder();
        for (int node = 1; node <= nodes; node++) {
            text.append("  ").append(DevSettings.name(node)).append("    ").append(ports.url(node));
            text.append("   health and metrics ")
                    .append(ports.managementUrl(node))
                    .append('\n');
        }
        text.append("  shop      ").append(ports.url(1)).append("/ (in a browser)\n");
        text.append("  control   ")
                .append(ports.controlUrl())
                .append("/ops (all nodes behind one address; break them)\n");
        text.append("  contract  ").append(ports.url(1)).append("/openapi.yaml, events /asyncapi.yaml\n");
        text.append("  sandbox   http://").append(DevPorts.HOST).append(':').append(ports.sandbox());
        text.append(" (the payment provider)\n");
        text.append("  database  postgresql://souk@")
                .append(DevPorts.HOST)
                .append(':')
                .append(ports.sql())
                .append("/souk\n");
        text.append("  mail      smtp://").append(DevPorts.HOST).append(':').append(ports.smtp());
        text.append(", kept in ").append(data.resolve("mail")).append('\n');
        text.append("  logs      ").append(data.resolve("logs"));
        return text.toString();
    }

    /**
     * A command for a shell that orders one unit and shows what became of it, every time that it is run another one.
     */
    String order(String sku, String token) {
        String body = Json.text(new Order(List.of(new Line(sku, 1)), new Payment("tok_ok")));
        return String.join(
                " \\\n    ",
                "  curl -s " + ports.url(1) + "/v1/orders",
                "-H 'Content-Type: application/json' -H 'Prefer: wait=10' -H \"Idempotency-Key: $(date +%s)\"",
                "-H 'Authorization: Bearer " + token + "'",
                "-d '" + body.replace("'", "'\\''") + "'");
    }

    private record Order(List<Line> lines, Payment payment) {}

    private record Line(String sku, int quantity) {}

    private record Payment(String token) {}
}
