package dev.souk.prove.merchant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.souk.prove.history.HistoryWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on a port of its own that takes webhooks or fails, as its {@link Conduct} says. A webhook is written
 * into the history before it is answered. Each request runs on a virtual thread; the shop bounds how many there are.
 */
final class Endpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Endpoint.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/hooks/orders";
    private static final String HOST = "127.0.0.1";
    private static final int BACKLOG = 100;
    private static final int MOST_BYTES = 1 << 20;
    private static final int NO_CONTENT = 204;
    private static final int FAULT = 500;
    private static final int TOO_LARGE = 413;
    private static final int TRIES = 50;
    private static final long TRY_AGAIN_MILLIS = 100;

    private final int port;
    private final HistoryWriter history;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Object changed = new Object();
    private volatile Conduct conduct = Conduct.TAKES;
    private volatile @Nullable Signature signature;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private @Nullable HttpServer server;

    /** @param port on loopback, that no other process takes while this endpoint refuses connections */
    Endpoint(int port, HistoryWriter history) throws IOException {
        this.port = port;
        this.history = history;
        this.server = listen();
    }

    private HttpServer listen() throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port), BACKLOG);
        listening.setExecutor(threads);
        listening.createContext(PATH, this::serve);
        listening.start();
        return listening;
    }

    URI url() {
        return URI.create("http://" + HOST + ":" + port + PATH);
    }

    /** Webhooks that were taken. */
    long taken() {
        return taken.get();
    }

    /** @param secret as the shop gave it out; until then no webhook is well signed */
    void trust(String secret) {
        signature = new Signature(secret);
    }

    /** @throws IOException when the port cannot be had again within some seconds */
    void become(Conduct next) throws IOException, InterruptedException {
        HttpServer listening = server;
        if (next == Conduct.REFUSES && listening != null) {
            server = null;
            listening.stop(0);
        }
        synchronized (changed) {
            conduct = next;
            changed.notifyAll();
        }
        for (int attempt = 1; next != Conduct.REFUSES && server == null; attempt++) {
            try {
                server = listen();
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                exchange.sendResponseHeaders(TOO_LARGE, -1);
                return;
            }
            Conduct now = conduct(arrived.getAndIncrement());
            note(exchange, body, now == Conduct.TAKES);
            switch (now) {
                case TAKES -> {
                    taken.incrementAndGet();
                    exchange.sendResponseHeaders(NO_CONTENT, -1);
                }
                case FAILS -> exchange.sendResponseHeaders(FAULT, -1);
                case HANGS, REFUSES -> hang();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // A webhook without its line in the history is not taken either.
            log.warn("a webhook was not handled", e);
        }
    }

    /** @param number of the webhook */
    private Conduct conduct(long number) {
        Conduct now = conduct;
        return switch (now) {
            case TAKES, REFUSES -> now;
            case FAILS, HANGS -> number % 2 == 0 ? now : Conduct.TAKES;
        };
    }

    /** Waits until the endpoint no longer hangs; then the connection is closed without an answer. */
    private void hang() throws InterruptedException {
        synchronized (changed) {
            while (conduct == Conduct.HANGS) {
                changed.wait();
            }
        }
    }

    private void note(HttpExchange exchange, byte[] body, boolean taken) {
        String id = header(exchange, "webhook-id");
        Signature trusted = signature;
        boolean signed = trusted != null
                && trusted.isGood(
                        id,
                        header(exchange, "webhook-timestamp"),
                        header(exchange, "webhook-signature"),
                        body,
                        Instant.now());
        JsonNode json = parse(body);
        JsonNode data = json.path("data");
        history.webhook(
                id,
                json.path("type").asText(null),
                data.path("order").path("id").asText(null),
                data.path("seq").isIntegralNumber() ? data.path("seq").asLong() : null,
                signed,
                taken);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        HttpServer listening = server;
        if (listening != null) {
            listening.stop(0);
        }
        synchronized (changed) {
            conduct = Conduct.REFUSES;
            changed.notifyAll();
        }
        threads.shutdownNow();
    }
}
