package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.PaymentState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that says nothing until it is told to. */
class ProviderCallsTest {
    private final BlockingQueue<HttpServerRequest> calls = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer provider;

    @BeforeEach
    void listen() {
        provider = await(vertx.createHttpServer().requestHandler(calls::add).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private HttpServerRequest call() throws InterruptedException {
        HttpServerRequest call = calls.poll(30, TimeUnit.SECONDS);
        assertThat(call).as("a call within half a minute").isNotNull();
        return call;
    }

    /** A call is committed before the provider is asked, so no transaction is open while the provider works. */
    @Test
    void areWrittenDownAndCommittedBeforeTheyAreSentAndRepeatedUnderTheirKey() throws InterruptedException {
        Map<String, String> settings = Map.of(
                "payment.provider-url", "http://127.0.0.1:" + provider.actualPort(), "payment.provider-timeout", "60s");
        try (PaymentShop shop = new PaymentShop(settings).deploy()) {
            UUID order = shop.reserved("tok_ok");

            HttpServerRequest first = call();
            assertThat(shop.payment(order).calling()).isEqualTo(Operation.AUTHORISE);
            assertThat(shop.payment(order).state()).isEqualTo(PaymentState.NEW);
            String key = first.getHeader("Idempotency-Key");
            assertThat(key).isEqualTo(new CallKey(shop.payment(order).id(), Operation.AUTHORISE, 0).text());
            vertx.runOnContext(here -> first.response().setStatusCode(500).end());

            HttpServerRequest second = call();
            assertThat(second.getHeader("Idempotency-Key")).isEqualTo(key);
            vertx.runOnContext(here -> second.response().setStatusCode(500).end());
        }
    }
}
