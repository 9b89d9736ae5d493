package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.money.Money;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.provider.HttpPaymentProvider;
import dev.souk.settings.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox that asks for {@code payment.provider-key}. */
class ProviderKeyTest {
    private static final String KEY = "sk_test_4711";

    private static PaymentShop shop;

    @BeforeAll
    static void open() {
        shop = new PaymentShop(Map.of("payment.provider-key", KEY)).deploy();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aShopWithTheKeyIsPaid() {
        UUID order = shop.captured("tok_ok");

        assertThat(shop.atProvider(order))
                .containsExactly(PaymentShop.TOTAL.amount(), PaymentShop.TOTAL.amount(), 0L, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk_test_4712", "sk_test_471", "sk_test_47111"})
    void nothingIsDoneOrToldWithoutIt(String key) {
        UUID id = UUID.randomUUID();
        CallKey call = new CallKey(id, Operation.AUTHORISE, 0);
        var authorise = new ProviderCall.Authorise(call, id, new Money(100, "GBP"), "tok_ok");
        HttpPaymentProvider stranger = provider(key);
        HttpPaymentProvider shopOfTheKey = provider(KEY);
        try {
            assertThat(await(stranger.call(authorise))).isEqualTo(new Unknown("HTTP 401"));
            assertThatThrownBy(() -> await(stranger.ledger(null, 10))).hasMessageContaining("HTTP 401");
            assertThat(await(shopOfTheKey.lookup(call)))
                    .as("the call did not get through")
                    .isEqualTo(new Unknown("HTTP 404"));

            assertThat(await(shopOfTheKey.call(authorise))).isInstanceOf(Succeeded.class);
            assertThat(await(stranger.lookup(call))).isEqualTo(new Unknown("HTTP 401"));
        } finally {
            stranger.close();
            shopOfTheKey.close();
        }
    }

    private static HttpPaymentProvider provider(String key) {
        return new HttpPaymentProvider(
                shop.database.vertx,
                shop.settings().payment().providerUrl(),
                new Secret(key),
                2,
                Duration.ofSeconds(30));
    }
}
