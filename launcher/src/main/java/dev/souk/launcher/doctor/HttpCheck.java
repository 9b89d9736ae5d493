package dev.souk.launcher.doctor;

import dev.souk.bus.UnavailableException;
import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.ShopClient;
import dev.souk.settings.Settings;
import java.net.URI;
import java.util.List;

/** The node's own sockets, and the payment provider's. */
final class HttpCheck {
    private static final int NOT_READY = 503;

    private HttpCheck() {}

    static List<Finding> examine(Settings settings) throws InterruptedException {
        return List.of(
                ready(url(settings.management().host(), settings.management().port())),
                edge(settings.http()),
                answers("provider", settings.payment().providerUrl(), "/"));
    }

    private static Finding edge(Settings.Http http) throws InterruptedException {
        String url = url(http.host(), http.port());
        return http.tlsCert().isEmpty()
                ? answers("http", url, "/openapi.yaml")
                : TlsCheck.examine(http, URI.create(url));
    }

    /** An address that a server listens on is not always one that can be called. */
    private static String url(String host, int port) {
        return "http://" + (host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host) + ":" + port;
    }

    private static Finding ready(String management) throws InterruptedException {
        try (ShopClient client = new ShopClient(URI.create(management))) {
            Answer answer = client.get("/health/ready", "");
            return switch (answer.status()) {
                case 200 -> Finding.good("node", management + " is ready");
                case NOT_READY -> Finding.bad("node", management + " is not ready: " + answer.body());
                default -> Finding.bad("node", management + " answers with HTTP " + answer.status());
            };
        } catch (UnavailableException | IllegalArgumentException e) {
            return Finding.bad("node", String.valueOf(e.getMessage()));
        }
    }

    /** Any answer below 500 shows that somebody serves there. */
    private static Finding answers(String thing, String url, String path) throws InterruptedException {
        try (ShopClient client = new ShopClient(URI.create(url))) {
            Answer answer = client.get(path, "");
            return answer.status() < 500
                    ? Finding.good(thing, url + " answers")
                    : Finding.bad(thing, url + " answers with HTTP " + answer.status());
        } catch (UnavailableException | IllegalArgumentException e) {
            return Finding.bad(thing, String.valueOf(e.getMessage()));
        }
    }
}
