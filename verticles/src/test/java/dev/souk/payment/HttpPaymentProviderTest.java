package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.money.Money;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.provider.GuardedProvider;
import dev.souk.payment.provider.HttpPaymentProvider;
import dev.souk.settings.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers that a provider can give over HTTP, and the outcome that the shop takes from each. */
class HttpPaymentProviderTest {
    private static final UUID ID = new UUID(1, 1);
    private static final ProviderCall CAPTURE =
            new ProviderCall.Capture(new CallKey(ID, Operation.CAPTURE, 0), ID, new Money(100, "GBP"));
    private static Vertx vertx;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Consumer<HttpServerRequest> behaviour = request -> {};
    private HttpServer server;
    private HttpPaymentProvider provider;

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        await(vertx.close());
    }

    @BeforeEach
    void open() {
        server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    calls.incrementAndGet();
                    behaviour.accept(request);
                })
                .listen(0, "127.0.0.1"));
        provider = new HttpPaymentProvider(
                vertx,
                "http://127.0.0.1:" + server.actualPort() + "/",
                new Secret("sk_live_1"),
                4,
                Duration.ofMillis(300));
    }

    @AfterEach
    void close() {
        provider.close();
        await(server.close());
    }

    private void answers(int status, String body) {
        behaviour = request -> request.response().setStatusCode(status).end(body);
    }

    @Test
    void showsItsKeyWithEveryCallLookUpAndPage() {
        List<String> shown = new CopyOnWriteArrayList<>();
        behaviour = request -> {
            shown.add(String.valueOf(request.getHeader("Authorization")));
            request.response().end("{\"entries\": []}");
        };

        await(provider.call(CAPTURE));
        await(provider.lookup(CAPTURE.key()));
        await(provider.ledger(null, 10));

        assertThat(shown).hasSize(3).containsOnly("Bearer sk_live_1");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            402, card_declined,          FINAL
            402, capture_failed,         FINAL
            409, authorisation_missing,  FINAL
            402, insufficient_funds,     FINAL
            422, token_unknown,          FINAL
            422, amount_invalid,         FINAL
            409, amount_too_large,       FINAL
            422, currency_mismatch,      FINAL
            409, refund_exceeds_capture, FINAL
            409, authorisation_captured, ALREADY_CAPTURED
            409, authorisation_voided,   HOLD_GONE
            409, authorisation_expired,  HOLD_GONE
            409, try_another_attempt,    WORTH_ANOTHER_ATTEMPT
            """)
    void refusalsAreDefinite(int status, String code, Refusal refusal) {
        answers(status, "{\"status\":\"refused\",\"code\":\"" + code + "\"}");

        assertThat(await(provider.call(CAPTURE))).isEqualTo(new Refused(refusal, code));
    }

    @Test
    void successIsDefinite() {
        answers(200, "{}");
        assertThat(await(provider.call(CAPTURE))).isEqualTo(new Succeeded());
    }

    /** The answer could be a proxy's, or that of a provider with a new reason to wait. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>no</html>",
                "",
                "{}",
                "{\"code\":\"\"}",
                "{\"code\":null}",
                "{\"code\":\"refused\"}",
                "{\"code\":\"CARD_DECLINED\"}",
                "{\"code\":\"card_declined \"}",
                "{\"code\":\"operation_in_progress\"}"
            })
    void aRefusalWithACodeThatIsNotListedIsUnknown(String body) {
        for (int status : List.of(402, 409, 422)) {
            answers(status, body);
            assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
        }
    }

    /** None of these statuses says what became of the money, least of all those about the shop's own credentials. */
    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 429, 500, 502, 503})
    void everythingElseIsUnknown(int status) {
        answers(status, "{\"code\":\"card_declined\"}");
        assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
    }

    @Test
    void aReusedKeyIsUnknownToo() {
        answers(422, "{\"code\":\"idempotency_key_reused\"}");
        assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
    }

    @Test
    void silenceAndBrokenConnectionsAreUnknown() {
        behaviour = request -> {};
        assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
        behaviour = request -> request.connection().close();
        assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
        await(server.close());
        assertThat(await(provider.call(CAPTURE))).isInstanceOf(Unknown.class);
    }

    @Test
    void aCallThatWasNeverSeenOrDecidedIsUnknownWhenLookedUp() {
        answers(404, "");
        assertThat(await(provider.lookup(CAPTURE.key()))).isInstanceOf(Unknown.class);
        answers(200, "{\"status\":402,\"code\":\"card_declined\"}");
        assertThat(await(provider.lookup(CAPTURE.key()))).isEqualTo(new Refused(Refusal.FINAL, "card_declined"));
    }

    /** Twenty failures in a row open the circuit; then no request is sent, and the answer is unknown at once. */
    @Test
    void aProviderThatFailsIsLeftAlone() {
        GuardedProvider guarded =
                new GuardedProvider(vertx, new SimpleMeterRegistry(), provider, 4, Duration.ofMillis(300));
        answers(500, "");
        for (int i = 0; i < 30; i++) {
            assertThat(await(guarded.call(CAPTURE))).isInstanceOf(Unknown.class);
        }
        assertThat(calls).hasValue(20);
        assertThat(guarded.worthTaking(8)).isZero();

        answers(200, "");
        PaymentShop.patiently("the circuit closes").until(() -> {
            await(guarded.call(CAPTURE));
            return guarded.worthTaking(8) == 8;
        });
        assertThat(await(guarded.call(CAPTURE))).isEqualTo(new Succeeded());
        guarded.close();
    }
}
