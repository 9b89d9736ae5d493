package dev.souk.prove.buyer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.souk.prove.buyer.Reply.Answer;
import dev.souk.prove.buyer.Reply.NoAnswer;
import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.OrderSeen;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to one node and writes both ends of it into the history. Blocks the calling (virtual) thread, for
 * the given time at the most, whole body included: a half-open connection is no answer.
 */
final class ShopClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http;
    private final NodeRing nodes;
    private final HistoryWriter history;
    private final CrowdCounts counts;
    private final Duration answerWithin;

    ShopClient(HttpClient http, NodeRing nodes, HistoryWriter history, CrowdCounts counts, Duration answerWithin) {
        this.http = http;
        this.nodes = nodes;
        this.history = history;
        this.counts = counts;
        this.answerWithin = answerWithin;
    }

    /**
     * @param attempt 1 for the first time that this call is sent
     * @param not the node to avoid if there is another
     */
    Reply send(String buyer, Call call, int attempt, @Nullable URI not) throws InterruptedException {
        return send(buyer, call, attempt, not, answerWithin);
    }

    /** @param within an answer that takes longer counts as none */
    Reply send(String buyer, Call call, int attempt, @Nullable URI not, Duration within) throws InterruptedException {
        URI node = nodes.next(not);
        counts.asked(attempt);
        long id = history.asked(
                buyer,
                call.operation(),
                node.toString(),
                attempt,
                call.key(),
                call.target(),
                call.order(),
                call.line());
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request(node, call), BodyHandlers.ofString());
        try {
            return answered(id, call, node, exchange.get(within.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return lost(id, node, "timeout");
        } catch (ExecutionException e) {
            return lost(id, node, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            history.lost(id, "the buyer was stopped");
            throw e;
        }
    }

    private static HttpRequest request(URI node, Call call) {
        String body = call.body();
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.resolve(call.path())).method(call.method(), publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (call.bearer() != null) {
            request.header("Authorization", "Bearer " + call.bearer());
        }
        if (call.key() != null) {
            request.header("Idempotency-Key", call.key());
        }
        if (call.line() != null && call.line().ifMatch() != null) {
            request.header("If-Match", "\"" + call.line().ifMatch() + "\"");
        }
        return request.build();
    }

    private Reply answered(long id, Call call, URI node, HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        Answer answer = new Answer(node, response.statusCode(), seconds(response), body);
        boolean replayed = response.headers()
                .firstValue("Idempotent-Replayed")
                .map("true"::equals)
                .orElse(false);
        OrderSeen order = switch (call.operation()) {
            case PLACE_ORDER, GET_ORDER, CANCEL_ORDER -> answer.isSuccess() ? OrderReading.of(body) : null;
            default -> null;
        };
        CartSeen cart = switch (call.operation()) {
            case OPEN_CART, GET_CART, SET_CART_LINE, REMOVE_CART_LINE ->
                answer.isSuccess() ? CartReading.of(body) : null;
            default -> null;
        };
        String code = body.path("code").isTextual() ? body.path("code").asText() : null;
        history.answered(id, answer.status(), code, answer.retryAfter(), replayed, order, cart);
        nodes.answered(node);
        counts.answered(answer);
        return answer;
    }

    private Reply lost(long id, URI node, String reason) {
        history.lost(id, reason);
        nodes.failed(node);
        counts.lost();
        return new NoAnswer(node, reason);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Integer seconds(HttpResponse<String> response) {
        Optional<String> header = response.headers().firstValue("Retry-After");
        return header.filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElse(null);
    }
}
