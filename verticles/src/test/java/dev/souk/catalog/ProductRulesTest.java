package dev.souk.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"85123A", "85123a", "BANK CHARGES", "gift_0001_20", "~!\"#$%&'()*+,-.:;<=>?@[]^`{|}", "0"})
    void skusOfPrintableAsciiAreGood(String sku) {
        assertThat(ProductRules.skuDefect(sku)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", " a", "a ", "é", "a\tb", "a\u007F", "a\u0000"})
    void otherSkusAreNot(String sku) {
        assertThat(ProductRules.skuDefect(sku)).isNotNull();
    }

    @Test
    void aSkuHasAtMost64Characters() {
        assertThat(ProductRules.skuDefect("x".repeat(64))).isNull();
        assertThat(ProductRules.skuDefect("x".repeat(65))).isNotNull();
    }

    @Test
    void aPriceIsUpToAThousandMillionMinorUnits() {
        assertThat(ProductRules.violations("a", priced(0, "GBP"))).isEmpty();
        assertThat(ProductRules.violations("a", priced(1_000_000_000, "JPY"))).isEmpty();
        assertThat(ProductRules.violations("a", priced(1_000_000_001, "GBP"))).hasSize(1);
        assertThat(ProductRules.violations("a", priced(-1, "GBP"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gbp", "GBPX", "XXX", "XAU", "ZZZ", "DEM"})
    void aCurrencyIsOneThatMoneyIsPaidIn(String currency) {
        assertThat(ProductRules.violations("a", priced(1, currency))).hasSize(1);
    }

    @Test
    void textThatNoDatabaseCanStoreIsRefused() {
        assertThat(ProductRules.violations("a", described("\u0000"))).hasSize(1);
        assertThat(ProductRules.violations("a", described("\uD83D"))).hasSize(1);
        assertThat(ProductRules.violations("a", described("two\nlines, \uD83D\uDE00")))
                .isEmpty();
    }

    @Test
    void lengthsAreCodePoints() {
        String emoji = "\uD83D\uDE00";
        ProductContent longest =
                new ProductContent(emoji.repeat(200), emoji.repeat(4_000), emoji.repeat(100), new Money(1, "GBP"));
        ProductContent longer =
                new ProductContent(emoji.repeat(201), emoji.repeat(4_001), emoji.repeat(101), new Money(1, "GBP"));

        assertThat(ProductRules.violations("a", longest)).isEmpty();
        assertThat(ProductRules.violations("a", longer))
                .extracting(violation -> violation.field())
                .containsExactly("name", "description", "category");
    }

    private static ProductContent priced(long amount, String currency) {
        return new ProductContent("n", "", "", new Money(amount, currency));
    }

    private static ProductContent described(String description) {
        return new ProductContent("n", description, "", new Money(1, "GBP"));
    }
}
