package dev.souk.launcher.doctor;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The node's own sockets, and the payment provider's: each is asked once, and may take its time. */
final class HttpCheck {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int NOT_READY = 503;
    /** The first member of the contract's info. */
    private static final String CONTRACT = "title: Souk";

    private final Vertx vertx;
    private final Settings settings;
    private final Duration longest;

    HttpCheck(Vertx vertx, Settings settings, Duration longest) {
        this.vertx = vertx;
        this.settings = settings;
        this.longest = longest;
    }

    Future<List<Finding>> examine() {
        String management =
                url(settings.management().host(), settings.management().port());
        String shop = url(settings.http().host(), settings.http().port());
        String provider = settings.payment().providerUrl();
        List<Future<Finding>> all = List.of(
                asked("node", management, "/health/ready", answer -> ready(management, answer)),
                settings.http().tlsCert().isEmpty()
                        ? asked("http", shop, "/openapi.yaml", answer -> contract(shop, answer))
                        : vertx.executeBlocking(() -> TlsCheck.examine(settings.http(), URI.create(shop)), false),
                asked("provider", provider, "/", answer -> answers(provider, answer)));
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }

    /** An address that a server listens on is not always one that can be called. */
    private static String url(String host, int port) {
        return "http://" + (host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host) + ":" + port;
    }

    private Future<Finding> asked(
            String thing, String url, String path, Function<HttpResponse<String>, Finding> judge) {
        return vertx.executeBlocking(() -> ask(thing, url, path, judge), false);
    }

    private Finding ask(String thing, String url, String path, Function<HttpResponse<String>, Finding> judge)
            throws InterruptedException {
        long began = System.nanoTime();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(longest)
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            Duration after = Duration.ofNanos(System.nanoTime() - began);
            Finding finding = judge.apply(answer);
            return finding.verdict() == Finding.Verdict.GOOD && after.compareTo(Patience.SLOW) > 0
                    ? Finding.slow(
                            thing, finding.words() + ", after " + Patience.seconds(after) + ": it has too much to do")
                    : finding;
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Finding.unreachable(thing, url + " does not answer: nobody listens there" + todo(thing));
        } catch (HttpTimeoutException e) {
            return Finding.unreachable(
                    thing,
                    url + " takes connections, and answered nothing for " + longest.toSeconds()
                            + " s: frozen, or overloaded beyond use; see its log");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.unreachable(
                    thing,
                    url + " does not answer HTTP (" + Finding.wordsOf(e)
                            + "): another program may have taken the port; stop it, or set another one");
        }
    }

    private static String todo(String thing) {
        return thing.equals("provider")
                ? "; correct payment.provider-url"
                : "; start a node with 'souk node', or the whole stack with 'souk dev'";
    }

    private static Finding ready(String management, HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case OK -> Finding.good("node", management + " is ready");
            case NOT_READY -> Finding.wrong("node", management + " is not ready: " + answer.body());
            default ->
                Finding.wrong(
                        "node",
                        management + " answers with HTTP " + answer.statusCode()
                                + ": another program has taken the port; stop it, or set management.port");
        };
    }

    private static Finding contract(String shop, HttpResponse<String> answer) {
        return answer.statusCode() == OK && answer.body().contains(CONTRACT)
                ? Finding.good("http", shop + " answers")
                : Finding.wrong(
                        "http",
                        shop + " answers with HTTP " + answer.statusCode()
                                + " where a shop has its contract: another program has taken the port; stop it, or set"
                                + " http.port");
    }

    /** Any answer below 500 shows that a server is there. */
    private static Finding answers(String url, HttpResponse<String> answer) {
        return answer.statusCode() < 500
                ? Finding.good("provider", url + " answers")
                : Finding.wrong("provider", url + " answers with HTTP " + answer.statusCode());
    }
}
