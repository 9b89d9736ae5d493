package dev.souk.payment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.bus.Json;
import dev.souk.payment.sandbox.LedgerCall.Kind;
import dev.souk.payment.sandbox.SandboxLedger.Answered;
import dev.souk.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox's HTTP interface, and the manners that its card tokens ask for: late, never, told before answered. */
final class SandboxRoutes {
    private static final Logger log = LoggerFactory.getLogger(SandboxRoutes.class);
    private static final long BODY_LIMIT = 16_384;
    private static final long SLOW_MILLIS = 2_000;
    private static final long WEBHOOK_FIRST_SECONDS = 2;
    private static final int MOST_LINES = 1_000;

    private final Vertx vertx;
    private final Secret key;
    private final SandboxLedger ledger;
    private final WebhookSender webhooks;

    /** @param key that callers must show; empty: callers need none */
    SandboxRoutes(Vertx vertx, Secret key, SandboxLedger ledger, WebhookSender webhooks) {
        this.vertx = vertx;
        this.key = key;
        this.ledger = ledger;
        this.webhooks = webhooks;
    }

    Router router() {
        Router router = Router.router(vertx);
        BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
        router.route().handler(this::authenticate);
        router.post().handler(body);
        router.post("/v1/authorisations").handler(context -> call(context, Kind.AUTHORISE));
        router.post("/v1/captures").handler(context -> call(context, Kind.CAPTURE));
        router.post("/v1/voids").handler(context -> call(context, Kind.VOID));
        router.post("/v1/refunds").handler(context -> call(context, Kind.REFUND));
        router.get("/v1/calls/:key").handler(this::lookup);
        router.get("/v1/ledger").handler(this::page);
        router.route().failureHandler(SandboxRoutes::failed);
        return router;
    }

    /** Before the body is read. Without the key nothing is done, and nothing said of what was done. */
    private void authenticate(RoutingContext context) {
        String shown = context.request().getHeader("Authorization");
        byte[] wanted = ("Bearer " + key.value()).getBytes(UTF_8);
        if (key.value().isEmpty() || shown != null && MessageDigest.isEqual(wanted, shown.getBytes(UTF_8))) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            context.fail(401);
        }
    }

    private void call(RoutingContext context, Kind kind) {
        ledger.call(parse(context, kind))
                .onSuccess(answered -> answer(context, answered))
                .onFailure(context::fail);
    }

    /** @throws IllegalArgumentException when it is no such call */
    private static LedgerCall parse(RoutingContext context, Kind kind) {
        String key = context.request().getHeader("Idempotency-Key");
        if (key == null || key.isEmpty() || key.length() > 255) {
            throw new IllegalArgumentException("Idempotency-Key is missing");
        }
        JsonNode body = Json.read(context.body().buffer().getBytes(), JsonNode.class);
        return new LedgerCall(
                key,
                UUID.fromString(body.path("payment").asText()),
                kind,
                body.path("amount").asLong(0),
                body.path("currency").asText(""),
                body.path("token").asText(""));
    }

    private void answer(RoutingContext context, Answered answered) {
        Entry entry = answered.entry();
        SandboxToken manners = entry.account() == null
                ? SandboxToken.of(entry.call().token()).orElse(SandboxToken.OK)
                : entry.account().token();
        Future<Void> told = answered.webhook() == null ? Future.succeededFuture() : tell(answered.webhook());
        switch (manners) {
            case SLOW -> vertx.timer(entry.first() ? SLOW_MILLIS : 1).onSuccess(late -> write(context, entry));
            case WEBHOOK_FIRST ->
                told.timeout(WEBHOOK_FIRST_SECONDS, TimeUnit.SECONDS).onComplete(late -> write(context, entry));
            case TIMEOUT -> {
                if (!entry.first()) {
                    write(context, entry);
                }
            }
            case OK, DECLINED, INSUFFICIENT_FUNDS, ERROR_ONCE, WEBHOOK_TWICE, CAPTURE_FAILS -> write(context, entry);
        }
    }

    private Future<Void> tell(Webhook webhook) {
        return webhooks.send(webhook)
                .onFailure(failure -> log.warn("webhook {} is left to the sweeper", webhook.id(), failure));
    }

    private static void write(RoutingContext context, Entry entry) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("status", entry.status() == Entry.DONE ? "succeeded" : "refused");
        if (!entry.code().isEmpty()) {
            body.put("code", entry.code());
        }
        write(context, entry.status(), body);
    }

    private static void write(RoutingContext context, int status, JsonNode body) {
        if (!context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(Json.bytes(body)));
        }
    }

    private void lookup(RoutingContext context) {
        ledger.lookup(context.pathParam("key"))
                .onSuccess(seen -> {
                    if (seen == null) {
                        context.fail(404);
                    } else {
                        ObjectNode body = Json.MAPPER.createObjectNode();
                        write(context, 200, body.put("status", seen.status()).put("code", seen.code()));
                    }
                })
                .onFailure(context::fail);
    }

    private void page(RoutingContext context) {
        @Nullable String after = context.request().getParam("after");
        int limit = Integer.parseInt(context.request().getParam("limit", "100"));
        ledger.page(after == null ? null : UUID.fromString(after), Math.clamp(limit, 1, MOST_LINES))
                .onSuccess(lines -> write(context, 200, page(lines)))
                .onFailure(context::fail);
    }

    private static JsonNode page(List<LedgerRepository.Line> lines) {
        ObjectNode page = Json.MAPPER.createObjectNode();
        ArrayNode entries = page.putArray("entries");
        lines.forEach(line -> entries.add(Json.MAPPER.valueToTree(line)));
        return page;
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        int status = failure instanceof IllegalArgumentException ? 400 : Math.max(context.statusCode(), 400);
        if (failure != null && status >= 500) {
            log.warn("a call failed", failure);
        }
        write(context, status, Json.MAPPER.createObjectNode());
    }
}
