package dev.souk.launcher.dev.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.souk.bus.Json;
import dev.souk.embedded.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the control, on loopback.
 *
 * <pre>
 *  GET    /control/state                     the parts, the crowd, what happened
 *  POST   /control/parts/NAME/ACTION         202; NAME a part or a kind, ACTION kill, freeze, thaw or start
 *  PUT    /control/crowd                     202; {kind: mixed | flash-sale, buyers, seconds}; replaces the crowd
 *  DELETE /control/crowd                     204
 *  anything else                             handed on to a node that works
 * </pre>
 *
 * <p>What begins with {@code /control} wants an operator's token. Requests that name another host are refused, since a
 * page of elsewhere may have a name that leads here. An answer of a node to {@code GET /web/config.json} gets the
 * header {@code Souk-Control}, which tells the pages that there is a control.
 */
final class ControlServer implements AutoCloseable {
    static final String HEADER = "Souk-Control";
    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
    private static final String BASE = "/control";
    private static final int MOST_BYTES = 4_096;
    /** Requests at one time: each holds at most 1 MiB of a body, and needs no token before it is handed on. */
    private static final int MOST_REQUESTS = 128;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_REQUESTS);
    private final String host;
    private final int port;
    private final Control control;
    private final Operators operators;
    private final NodeProxy nodes;

    private ControlServer(
            HttpServer server, String host, int port, Control control, Operators operators, NodeProxy nodes) {
        this.server = server;
        this.host = host;
        this.port = port;
        this.control = control;
        this.operators = operators;
        this.nodes = nodes;
    }

    /** @throws StackException when the port is taken */
    static ControlServer start(String host, int port, Control control, Operators operators, NodeProxy nodes) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
            ControlServer started = new ControlServer(server, host, port, control, operators, nodes);
            server.setExecutor(started.threads);
            server.createContext("/", started::handle);
            server.start();
            return started;
        } catch (IOException e) {
            throw new StackException("The control does not listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            route(exchange);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        try {
            requireOwnHost(exchange);
            if (!room.tryAcquire()) {
                throw ControlException.unavailable("the control answers " + MOST_REQUESTS + " requests at one time");
            }
            try {
                answerOrHandOn(exchange);
            } finally {
                room.release();
            }
        } catch (ControlException refused) {
            refuse(exchange, refused);
        } catch (RuntimeException defect) {
            log.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), defect);
            throw defect;
        }
    }

    private void answerOrHandOn(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(BASE + "/")) {
            operators.require(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, path.substring(BASE.length() + 1).split("/", -1));
        } else {
            if (path.equals("/web/config.json")) {
                exchange.getResponseHeaders().set(HEADER, BASE);
            }
            nodes.forward(exchange);
        }
    }

    private void requireOwnHost(HttpExchange exchange) {
        String named = exchange.getRequestHeaders().getFirst("Host");
        if (!(host + ":" + port).equals(named) && !("localhost:" + port).equals(named)) {
            throw ControlException.forbidden("this is " + host + ":" + port);
        }
    }

    private void answer(HttpExchange exchange, String[] path) throws IOException {
        String what = exchange.getRequestMethod() + " " + path[0];
        switch (what) {
            case "GET state" -> send(exchange, 200, control.state());
            case "POST parts" -> {
                PartAction action = path.length == 3
                        ? PartAction.of(path[2])
                                .orElseThrow(() -> ControlException.notFound("there is no action " + path[2]))
                        : null;
                if (action == null) {
                    throw ControlException.notFound("the path is parts/NAME/ACTION");
                }
                control.act(path[1], action);
                send(exchange, 202, control.state());
            }
            case "PUT crowd" -> {
                control.gather(CrowdPlan.of(body(exchange)));
                send(exchange, 202, control.state());
            }
            case "DELETE crowd" -> {
                control.disperse();
                exchange.sendResponseHeaders(204, -1);
            }
            default -> throw ControlException.notFound("there is no " + exchange.getRequestMethod() + " here");
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw ControlException.tooLarge("at most " + MOST_BYTES + " bytes");
        }
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(body))
                    .orElseThrow(() -> ControlException.invalid("there is no body"));
        } catch (JsonProcessingException notJson) {
            throw ControlException.invalid("the body is not JSON");
        }
    }

    private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
        send(exchange, status, "application/json", answer);
    }

    private static void send(HttpExchange exchange, int status, String type, Object answer) throws IOException {
        byte[] bytes = Json.bytes(answer);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void refuse(HttpExchange exchange, ControlException refused) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", refused.detail());
        problem.put("status", refused.status());
        problem.put("code", refused.code());
        problem.put("detail", refused.detail());
        send(exchange, refused.status(), "application/problem+json", problem);
    }

    @Override
    public void close() {
        control.close();
        server.stop(0);
        threads.shutdownNow();
        nodes.close();
    }
}
