package dev.souk.prove.buyer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers as a test says, and notes the requests. */
final class Shop implements AutoCloseable {
    /** The answer to a request; the connection is cut where there is none. */
    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** The answer to a request and its body. */
    interface Reading {
        void answer(HttpExchange exchange, String body) throws IOException;
    }

    record Heard(String method, String path, String key, String body) {}

    final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Shop(Answering answering) throws IOException {
        this((exchange, body) -> answering.answer(exchange));
    }

    Shop(Reading reading) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                heard.add(new Heard(
                        exchange.getRequestMethod(), exchange.getRequestURI().toString(), key, body));
                reading.answer(exchange, body);
            }
        });
        server.start();
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
