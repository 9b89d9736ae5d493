package dev.souk.prove.naive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.souk.prove.history.Item;
import dev.souk.prove.naive.NaiveOrders.RefusedException;
import dev.souk.prove.naive.NaiveProducts.Product;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of Souk's API that the buyers use and the world fills the shop with. */
final class NaiveRoutes {
    private static final Logger log = LoggerFactory.getLogger(NaiveRoutes.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TOKEN = "naive.";
    private static final int PAGE = 100;
    /** The currency in which carts are shown: the one that the world uses. */
    private static final String CURRENCY = "GBP";

    private final NaiveDatabase database;
    private final NaiveOrders orders;

    NaiveRoutes(NaiveDatabase database, NaiveOrders orders) {
        this.database = database;
        this.orders = orders;
    }

    private record Answer(int status, ObjectNode body) {}

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (RefusedException e) {
            return problem(e.status, e.code);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return problem(400, "invalid_request");
        } catch (SQLException | ExecutionException | TimeoutException e) {
            log.info("answered 500: {}", e.getMessage());
            return problem(500, "internal_error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(500, "internal_error");
        }
    }

    private static Answer problem(int status, String code) {
        return new Answer(status, object().put("status", status).put("code", code));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private Answer route(HttpExchange exchange)
            throws IOException, SQLException, RefusedException, InterruptedException, ExecutionException,
                    TimeoutException {
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
        String what = exchange.getRequestMethod() + " " + path[0] + (path.length > 1 ? "/" + path[1] : "");
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        return switch (what + "/" + path.length) {
            case "GET health/ready/2" -> new Answer(200, object().put("status", "UP"));
            case "POST dev/tokens/2" ->
                new Answer(200, object().put("token", TOKEN + body.path("sub").asText()));
            case "GET v1/products/2" -> products();
            case "GET v1/products/3" -> product(decoded(path[2]));
            case "PUT v1/products/3" -> putProduct(decoded(path[2]), body);
            case "GET v1/stock/3" -> stock(decoded(path[2]));
            case "POST v1/stock/4" -> receipt(decoded(path[2]), body);
            case "POST v1/carts/2", "GET v1/carts/3", "PUT v1/carts/5", "DELETE v1/carts/5" ->
                cart(exchange, path, body.path("quantity").asLong());
            case "POST v1/orders/2" -> place(exchange, body);
            case "GET v1/orders/3" ->
                new Answer(
                        200,
                        orders.get(customer(exchange), UUID.fromString(path[2])).view());
            case "POST v1/orders/4" ->
                new Answer(
                        200,
                        orders.cancel(customer(exchange), UUID.fromString(path[2]))
                                .view());
            default -> throw new RefusedException(404, "route_not_found");
        };
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String customer(HttpExchange exchange) throws RefusedException {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.startsWith("Bearer " + TOKEN)) {
            throw new RefusedException(401, "unauthenticated");
        }
        return header.substring(("Bearer " + TOKEN).length());
    }

    private Answer products() throws SQLException {
        ObjectNode page = object();
        page.putArray("items");
        try (Connection connection = database.open()) {
            NaiveProducts.page(connection, "", PAGE)
                    .forEach(product -> page.withArray("items").add(view(product)));
        }
        return new Answer(200, page);
    }

    private Answer cart(HttpExchange exchange, String[] path, long quantity) throws SQLException, RefusedException {
        String customer = customer(exchange);
        try (Connection connection = database.open()) {
            if (path.length == 2) {
                return new Answer(201, NaiveCarts.open(connection, customer).view(CURRENCY));
            }
            UUID id = UUID.fromString(path[2]);
            NaiveCarts.Cart cart = NaiveCarts.find(connection, customer, id);
            if (cart != null && path.length == 5) {
                NaiveCarts.set(connection, cart, decoded(path[4]), quantity);
                cart = NaiveCarts.find(connection, customer, id);
            }
            if (cart == null) {
                throw new RefusedException(404, "cart_not_found");
            }
            return new Answer(200, cart.view(CURRENCY));
        }
    }

    private static ObjectNode view(Product product) {
        ObjectNode view = object().put("sku", product.sku()).put("name", product.name());
        view.putObject("price").put("amount", product.price()).put("currency", product.currency());
        return view;
    }

    private Answer product(String sku) throws SQLException, RefusedException {
        try (Connection connection = database.open()) {
            @Nullable Product product = NaiveProducts.find(connection, sku);
            if (product == null) {
                throw new RefusedException(404, "product_not_found");
            }
            return new Answer(200, view(product));
        }
    }

    private Answer putProduct(String sku, JsonNode body) throws SQLException {
        JsonNode price = body.path("price");
        Product product = new Product(
                sku,
                body.path("name").asText(),
                price.path("amount").asLong(),
                price.path("currency").asText());
        try (Connection connection = database.open()) {
            NaiveProducts.put(connection, product);
        }
        return new Answer(200, view(product));
    }

    private Answer stock(String sku) throws SQLException, RefusedException {
        try (Connection connection = database.open()) {
            NaiveStock.Level level = NaiveStock.level(connection, sku);
            if (level == null) {
                throw new RefusedException(404, "sku_not_found");
            }
            return new Answer(200, object().put("sku", sku).put("available", level.available()));
        }
    }

    private Answer receipt(String sku, JsonNode body) throws SQLException {
        try (Connection connection = database.open()) {
            NaiveStock.Level level =
                    NaiveStock.receive(connection, sku, body.path("quantity").asLong());
            return new Answer(201, object().put("sku", sku).put("available", level.available()));
        }
    }

    private Answer place(HttpExchange exchange, JsonNode body)
            throws SQLException, RefusedException, InterruptedException, ExecutionException, TimeoutException {
        String customer = customer(exchange);
        String reference = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        List<Item> items = new ArrayList<>();
        body.path("lines")
                .forEach(line -> items.add(
                        Item.of(line.path("sku").asText(), line.path("quantity").asLong())));
        String cart = body.path("cartId").asText();
        if (reference == null || items.isEmpty() == cart.isEmpty()) {
            throw new RefusedException(400, "invalid_request");
        }
        String token = body.path("payment").path("token").asText();
        return new Answer(
                201,
                orders.place(customer, reference, items, cart.isEmpty() ? null : UUID.fromString(cart), token)
                        .view());
    }
}
