package dev.souk.launcher.replay;

import static dev.souk.launcher.FakeShop.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.FakeShop;
import dev.souk.launcher.FakeShop.Seen;
import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.replay.Outcome.Confirmed;
import dev.souk.launcher.replay.Outcome.Failed;
import dev.souk.launcher.replay.Outcome.Fault;
import dev.souk.launcher.replay.Outcome.Rejected;
import dev.souk.launcher.replay.Outcome.Unsettled;
import dev.souk.launcher.retail.RetailInvoice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuyerTest {
    private static final RetailInvoice INVOICE = new RetailInvoice(
            "536365", "17850", List.of(new RetailInvoice.Line("85123A", 6), new RetailInvoice.Line("71053", 6)));

    private FakeShop shop;
    private ShopClient client;

    @BeforeEach
    void open() throws Exception {
        shop = new FakeShop();
        client = new ShopClient(shop.uri());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        shop.close();
    }

    private Outcome buy() throws Exception {
        return buy(Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    private Outcome buy(Duration acceptWithin, Duration settleWithin) throws Exception {
        return new Buyer(client, Tokens.ofEachCustomer(client), acceptWithin, settleWithin).buy(INVOICE);
    }

    private List<Seen> orders() {
        return shop.seen("POST", "/v1/orders");
    }

    @Test
    void followsAnOrderUntilItIsConfirmed() throws Exception {
        shop.answersOrders(201, order("PENDING"))
                .answersReads(200, order("PENDING"))
                .answersReads(200, order("RESERVED"))
                .answersReads(200, order("CONFIRMED"));

        assertThat(buy())
                .isInstanceOfSatisfying(
                        Confirmed.class,
                        confirmed -> assertThat(confirmed.confirmedNanos()).isGreaterThan(confirmed.acceptedNanos()));
        assertThat(shop.seen("GET", "/v1/orders/o-1")).hasSize(3);
        JsonObject body = new JsonObject(orders().getFirst().body());
        assertThat(body.getJsonArray("lines"))
                .isEqualTo(new JsonArray("[{\"sku\":\"85123A\",\"quantity\":6},{\"sku\":\"71053\",\"quantity\":6}]"));
        assertThat(body.getJsonObject("payment").getString("token")).isEqualTo("tok_ok");
        assertThat(orders().getFirst().authorization()).isEqualTo("Bearer for-customer-17850");
    }

    @Test
    void repeatsWithTheSameKeyWhenTheShopIsOverloadedOrHangsUp() throws Exception {
        shop.answersOrders(503, new JsonObject())
                .hangsUpOnOrders()
                .answersOrders(429, new JsonObject())
                .answersOrders(201, order("CONFIRMED"));

        assertThat(buy()).isInstanceOf(Confirmed.class);
        assertThat(orders()).hasSize(4).extracting(Seen::key).containsOnly("replay-536365");
        assertThat(orders())
                .extracting(Seen::body)
                .containsOnly(orders().getFirst().body());
    }

    @Test
    void goesOnLookingWhileReadsFail() throws Exception {
        shop.answersOrders(201, order("PENDING"))
                .answersReads(503, new JsonObject())
                .answersReads(200, order("CONFIRMED"));

        assertThat(buy()).isInstanceOf(Confirmed.class);
    }

    @Test
    void isRejectedAtOnceWhenTheShopKnowsThatItIsSoldOut() throws Exception {
        shop.answersOrders(409, new JsonObject().put("code", "sold_out"));

        assertThat(buy()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("sold_out");
            assertThat(rejected.placed()).isFalse();
        });
    }

    @Test
    void isRejectedLaterForTheReasonOfTheLineThatWasRefused() throws Exception {
        JsonArray lines = new JsonArray()
                .add(new JsonObject().put("sku", "85123A"))
                .add(new JsonObject().put("sku", "71053").put("reason", "insufficient_stock"));
        shop.answersOrders(201, order("PENDING"))
                .answersReads(200, order("REJECTED").put("lines", lines));

        assertThat(buy()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("insufficient_stock");
            assertThat(rejected.placed()).isTrue();
        });
    }

    @Test
    void failsWhenTheOrderSettlesOtherwise() throws Exception {
        shop.answersOrders(201, order("PENDING")).answersReads(200, order("PAYMENT_FAILED"));

        assertThat(buy())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.status()).isEqualTo("PAYMENT_FAILED"));
    }

    @Test
    void isAFaultWhenTheShopDoesNotTakeTheToken() throws Exception {
        shop.answersOrders(401, new JsonObject().put("detail", "expired"));

        assertThat(buy()).isEqualTo(new Fault("HTTP 401: expired"));
        assertThat(orders()).hasSize(1);
    }

    @Test
    void isAFaultWhenThereIsNoClearAnswerInTime() throws Exception {
        shop.answersOrders(503, new JsonObject().put("detail", "away"));

        assertThat(buy(Duration.ofMillis(200), Duration.ofSeconds(20))).isEqualTo(new Fault("HTTP 503: away"));
        assertThat(orders().size()).isGreaterThan(1);
    }

    @Test
    void isUnsettledWhenNothingBecomesOfItInTime() throws Exception {
        shop.answersOrders(201, order("PENDING")).answersReads(200, order("RESERVED"));

        assertThat(buy(Duration.ofSeconds(20), Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        Unsettled.class, open -> assertThat(open.why()).contains("o-1 is RESERVED"));
    }

    @Test
    void isUnsettledWhenAnAcceptedOrderIsNotFound() throws Exception {
        shop.answersOrders(201, order("PENDING")).answersReads(404, new JsonObject());

        assertThat(buy())
                .isInstanceOfSatisfying(
                        Unsettled.class, lost -> assertThat(lost.why()).contains("accepted and is not found"));
    }
}
