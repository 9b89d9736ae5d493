package dev.souk.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.bus.Json;
import dev.souk.money.Money;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.ProviderAnswer;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider over HTTP/1.1 with kept-alive connections.
 *
 * <pre>
 *  POST /v1/authorisations  {payment, amount, currency, token}     Idempotency-Key: authorise.0.ID
 *  POST /v1/captures        {payment, amount, currency}
 *  POST /v1/voids           {payment}
 *  POST /v1/refunds         {payment, amount, currency}
 *     200 done     402, 409, 422 {code}, a code that is listed here: refused, definitely
 *     anything else, or nothing: unknown, and asked again
 *  GET  /v1/calls/KEY       200 {status, code} as that call was answered     404 not seen, or not decided
 *  GET  /v1/ledger?after=&amp;limit=
 *     {entries: [{payment, currency, authorised, captured, refunded, voided, changedAt}]}
 * </pre>
 *
 * <p>A call without an answer within the time-out is unknown. Safe from every context; connections belong to the event
 * loop that opened them.
 */
public final class HttpPaymentProvider implements PaymentProvider {
    private static final Logger log = LoggerFactory.getLogger(HttpPaymentProvider.class);

    /** Nothing is held, taken or given back, and will not be under this key. A code that is not listed says less. */
    private static final Set<String> FINAL_CODES = Set.of(
            "card_declined",
            "insufficient_funds",
            "token_unknown",
            "capture_failed",
            "authorisation_missing",
            "amount_invalid",
            "amount_too_large",
            "currency_mismatch",
            "refund_exceeds_capture");

    private final WebClient client;
    private final String url;
    private final Secret key;
    private final Duration timeout;

    /**
     * @param url such as {@code https://provider.example}, without a slash behind it
     * @param key what the provider knows this shop by; empty: nothing is shown
     * @param concurrency connections, each with one call under way
     */
    public HttpPaymentProvider(Vertx vertx, String url, Secret key, int concurrency, Duration timeout) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
        this.timeout = timeout;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setTcpNoDelay(true)
                        .setFollowRedirects(false)
                        .setConnectTimeout((int) Math.min(2_000, timeout.toMillis()))
                        .setName("payment-provider"),
                new PoolOptions().setHttp1MaxSize(concurrency).setMaxWaitQueueSize(concurrency));
    }

    public void close() {
        client.close();
    }

    @Override
    public Future<ProviderAnswer> call(ProviderCall call) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("payment", call.paymentId().toString());
        String path = switch (call) {
            case ProviderCall.Authorise authorise -> {
                amount(body, authorise.amount()).put("token", authorise.token());
                yield "/v1/authorisations";
            }
            case ProviderCall.Capture capture -> {
                amount(body, capture.amount());
                yield "/v1/captures";
            }
            case ProviderCall.VoidAuthorisation letGo -> "/v1/voids";
            case ProviderCall.Refund refund -> {
                amount(body, refund.amount());
                yield "/v1/refunds";
            }
        };
        return request(client.postAbs(url + path))
                .putHeader("Idempotency-Key", call.key().text())
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(Json.bytes(body)))
                .map(response -> answer(call.key(), response))
                .otherwise(failure -> new Unknown(String.valueOf(failure.getMessage())));
    }

    private static ObjectNode amount(ObjectNode body, Money amount) {
        return body.put("amount", amount.amount()).put("currency", amount.currency());
    }

    private HttpRequest<Buffer> request(HttpRequest<Buffer> request) {
        if (!key.value().isEmpty()) {
            request.putHeader("Authorization", "Bearer " + key.value());
        }
        return request.timeout(timeout.toMillis()).putHeader("Accept", "application/json");
    }

    private static ProviderAnswer answer(CallKey key, HttpResponse<Buffer> response) {
        int status = response.statusCode();
        ProviderAnswer answer = answer(status, code(response));
        if (answer instanceof Unknown && status >= 400 && status < 500 && status != 429) {
            // Not the buyer's fault: a wrong address, a wrong key of ours, a code that is not listed here. The
            // outcome stays unknown, and an operator has to look.
            log.atError()
                    .addKeyValue("call", key.text())
                    .addKeyValue("status", status)
                    .log("the payment provider does not understand us");
        }
        return answer;
    }

    /** @param code of a refusal; empty where there is none */
    static ProviderAnswer answer(int status, String code) {
        return switch (status) {
            case 200, 201 -> new Succeeded();
            case 402, 409, 422 -> refusal(status, code);
            default -> new Unknown("HTTP " + status);
        };
    }

    private static ProviderAnswer refusal(int status, String code) {
        return switch (code) {
            case "authorisation_captured" -> new Refused(Refusal.ALREADY_CAPTURED, code);
            case "authorisation_voided", "authorisation_expired" -> new Refused(Refusal.HOLD_GONE, code);
            case "try_another_attempt" -> new Refused(Refusal.WORTH_ANOTHER_ATTEMPT, code);
            // The key was used for another call: says nothing about what is held or taken.
            case "idempotency_key_reused" -> new Unknown(code);
            default ->
                FINAL_CODES.contains(code)
                        ? new Refused(Refusal.FINAL, code)
                        : new Unknown("HTTP " + status + " with a code that is not known");
        };
    }

    private static String code(HttpResponse<Buffer> response) {
        Buffer body = response.body();
        if (body == null || body.length() == 0) {
            return "";
        }
        try {
            return Json.read(body.getBytes(), JsonNode.class).path("code").asText("");
        } catch (IllegalArgumentException notJson) {
            return "";
        }
    }

    @Override
    public Future<ProviderAnswer> lookup(CallKey key) {
        return request(client.getAbs(url + "/v1/calls/" + key.text()))
                .send()
                .map(response -> response.statusCode() == 200
                        ? decided(Json.read(response.body().getBytes(), JsonNode.class))
                        : new Unknown("HTTP " + response.statusCode()));
    }

    private static ProviderAnswer decided(JsonNode call) {
        return answer(call.path("status").asInt(), call.path("code").asText(""));
    }

    @Override
    public Future<List<LedgerEntry>> ledger(@Nullable UUID after, int limit) {
        HttpRequest<Buffer> request = request(client.getAbs(url + "/v1/ledger"));
        request.addQueryParam("limit", Integer.toString(limit));
        if (after != null) {
            request.addQueryParam("after", after.toString());
        }
        return request.send().map(response -> {
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the provider's ledger: HTTP " + response.statusCode());
            }
            List<LedgerEntry> entries = new ArrayList<>();
            Json.read(response.body().getBytes(), JsonNode.class)
                    .path("entries")
                    .forEach(entry -> entries.add(entry(entry)));
            return entries;
        });
    }

    private static LedgerEntry entry(JsonNode entry) {
        return new LedgerEntry(
                UUID.fromString(entry.path("payment").asText()),
                entry.path("currency").asText(),
                entry.path("authorised").asLong(),
                entry.path("captured").asLong(),
                entry.path("refunded").asLong(),
                entry.path("voided").asBoolean(),
                Instant.parse(entry.path("changedAt").asText()));
    }
}
