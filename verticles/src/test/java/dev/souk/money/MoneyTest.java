package dev.souk.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.souk.bus.Json;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final Money PRICE = new Money(255, "GBP");

    @Test
    void isIntegerMinorUnitsAndACurrencyInJson() {
        assertThat(Json.text(PRICE)).isEqualTo("{\"amount\":255,\"currency\":\"GBP\"}");
        assertThat(Json.read("{\"amount\":255,\"currency\":\"GBP\"}", Money.class))
                .isEqualTo(PRICE);
    }

    /** A fraction that is cut off is money that is lost. */
    @Test
    void isNeverAFraction() {
        assertThatThrownBy(() -> Json.MAPPER.readValue("{\"amount\":2.55,\"currency\":\"GBP\"}", Money.class))
                .isInstanceOf(JsonMappingException.class);
    }

    @Test
    void isExactOrFails() {
        assertThat(PRICE.times(1_000_000).plus(PRICE)).isEqualTo(new Money(255_000_255, "GBP"));
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "GBP").plus(PRICE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "GBP").times(2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void ofTwoCurrenciesHasNoSum() {
        assertThatThrownBy(() -> PRICE.plus(new Money(1, "EUR"))).isInstanceOf(IllegalArgumentException.class);
    }
}
