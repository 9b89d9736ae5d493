package dev.souk.notification.webhook;

import static dev.souk.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The receiver of webhooks: a real HTTP server that remembers every request, and answers as agreed for each path. */
final class Receiver {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Integer>> answers = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Map<String, Queue<HttpServerRequest>> held = new ConcurrentHashMap<>();

    /** A request that came. */
    record Received(String path, Map<String, String> headers, String body) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name);
        }

        /** The signature that the request must have, computed as a receiver would: not by the code that is tested. */
        String signature(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
                String signed = header("webhook-id") + "." + header("webhook-timestamp") + "." + body;
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    Receiver(Vertx vertx) {
        server = await(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    /** From now on answers with these statuses, one after the other; the last one for good. */
    void answer(String path, Integer... statuses) {
        answers.put(path, new ArrayDeque<>(List.of(statuses)));
    }

    void silence(String path) {
        silent.add(path);
    }

    /** From now on requests wait for {@link #release}. */
    void hold(String path) {
        held.put(path, new ConcurrentLinkedQueue<>());
    }

    /** Answers the requests that wait; later requests are answered as agreed. */
    void release(String path, int status) {
        Objects.requireNonNull(held.remove(path), path)
                .forEach(request -> request.response().setStatusCode(status).end());
    }

    List<Received> at(String path) {
        return received.stream().filter(each -> each.path().equals(path)).toList();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Map<String, String> headers = new ConcurrentHashMap<>();
            request.headers()
                    .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
            received.add(new Received(request.path(), headers, body.toString()));
            if (silent.contains(request.path())) {
                return;
            }
            Queue<HttpServerRequest> waiting = held.get(request.path());
            if (waiting != null) {
                waiting.add(request);
                return;
            }
            Deque<Integer> agreed = answers.getOrDefault(request.path(), new ArrayDeque<>(List.of(200)));
            int status = agreed.size() > 1 ? agreed.remove() : agreed.element();
            if (status == 302) {
                request.response().putHeader("location", url("/elsewhere"));
            }
            request.response().setStatusCode(status).end();
        });
    }
}
