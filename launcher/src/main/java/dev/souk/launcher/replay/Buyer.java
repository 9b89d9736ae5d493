package dev.souk.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.UnavailableException;
import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.replay.Outcome.Confirmed;
import dev.souk.launcher.replay.Outcome.Failed;
import dev.souk.launcher.replay.Outcome.Fault;
import dev.souk.launcher.replay.Outcome.Rejected;
import dev.souk.launcher.replay.Outcome.Unsettled;
import dev.souk.launcher.retail.RetailInvoice;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Places one order at a time and follows it until it is settled. On any doubt (no answer, 429, 5xx) the same request is
 * sent again with the same key: it can make one order only. Safe to use from many threads, each with its own order.
 */
final class Buyer {
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int IMPOSSIBLE = 422;
    private static final long FIRST_LOOK_MILLIS = 20;
    private static final long LAST_LOOK_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final ShopClient shop;
    private final Tokens tokens;
    private final Duration acceptWithin;
    private final Duration settleWithin;

    /**
     * @param acceptWithin how long to repeat a request that gets no clear answer
     * @param settleWithin how long to wait until an accepted order is settled
     */
    Buyer(ShopClient shop, Tokens tokens, Duration acceptWithin, Duration settleWithin) {
        this.shop = shop;
        this.tokens = tokens;
        this.acceptWithin = acceptWithin;
        this.settleWithin = settleWithin;
    }

    Outcome buy(RetailInvoice invoice) throws InterruptedException {
        long begin = System.nanoTime();
        String token;
        try {
            token = tokens.of(subject(invoice));
        } catch (UnavailableException | IllegalStateException e) {
            return new Fault(String.valueOf(e.getMessage()));
        }
        Map<String, String> headers = new HashMap<>(ShopClient.bearer(token));
        headers.put("idempotency-key", "replay-" + invoice.invoice());
        Map<String, Object> body = Map.of("lines", invoice.lines(), "payment", Map.of("token", "tok_ok"));
        String doubt = "";
        for (int attempt = 0; System.nanoTime() - begin < acceptWithin.toNanos(); attempt++) {
            Answer answer = null;
            try {
                answer = shop.post("/v1/orders", headers, body);
            } catch (UnavailableException e) {
                doubt = String.valueOf(e.getMessage());
            }
            if (answer != null && !answer.isTransient()) {
                return answered(answer, begin, token);
            }
            doubt = answer == null ? doubt : answer.problem();
            Thread.sleep(pause(answer, attempt));
        }
        return new Fault(doubt);
    }

    /** The subject of the token, and so of the order. Sales without a known customer belong to one guest. */
    private static String subject(RetailInvoice invoice) {
        return invoice.customer() == null ? "guest" : "customer-" + invoice.customer();
    }

    private Outcome answered(Answer answer, long begin, String token) throws InterruptedException {
        long acceptedNanos = System.nanoTime() - begin;
        if (answer.status() == CREATED) {
            return follow(answer.body().path("id").asText(), token, begin, acceptedNanos, answer.body());
        }
        // The shop understood and will not: sold out, a product that is no longer for sale.
        return answer.status() == CONFLICT || answer.status() == IMPOSSIBLE
                ? new Rejected(answer.code(), false, acceptedNanos)
                : new Fault(answer.problem());
    }

    private Outcome follow(String id, String token, long begin, long acceptedNanos, JsonNode placed)
            throws InterruptedException {
        JsonNode order = placed;
        String doubt = "";
        long look = FIRST_LOOK_MILLIS;
        while (System.nanoTime() - begin < settleWithin.toNanos()) {
            Outcome outcome = outcome(order, begin, acceptedNanos);
            if (outcome != null) {
                return outcome;
            }
            Thread.sleep(look);
            look = Math.min(look * 2, LAST_LOOK_MILLIS);
            try {
                Answer answer = shop.get("/v1/orders/" + id, token);
                if (answer.status() == NOT_FOUND) {
                    return new Unsettled("order " + id + " was accepted and is not found", acceptedNanos);
                }
                order = answer.ok() ? answer.body() : order;
                doubt = answer.ok() ? "" : answer.problem();
            } catch (UnavailableException e) {
                doubt = String.valueOf(e.getMessage());
            }
        }
        String status = order.path("status").asText();
        return new Unsettled("order " + id + " is " + status + (doubt.isEmpty() ? "" : ", " + doubt), acceptedNanos);
    }

    private static @Nullable Outcome outcome(JsonNode order, long begin, long acceptedNanos) {
        String status = order.path("status").asText();
        return switch (status) {
            case "PENDING", "RESERVED" -> null;
            case "CONFIRMED", "SHIPPED", "DELIVERED" -> new Confirmed(acceptedNanos, System.nanoTime() - begin);
            case "REJECTED" -> new Rejected(reason(order), true, acceptedNanos);
            default -> new Failed(status, acceptedNanos);
        };
    }

    /** Of the first line that was refused. */
    private static String reason(JsonNode order) {
        for (JsonNode line : order.path("lines")) {
            String reason = line.path("reason").asText();
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "unknown";
    }

    /** The wait that the shop asks for, else a jittered and growing one. */
    private static long pause(@Nullable Answer answer, int attempt) {
        if (answer != null && answer.retryAfterSeconds() > 0) {
            return Math.min(answer.retryAfterSeconds() * 1_000, LONGEST_WAIT_MILLIS);
        }
        long ceiling = Math.min(LONGEST_WAIT_MILLIS, 50L << Math.min(attempt, 10));
        return ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling);
    }
}
