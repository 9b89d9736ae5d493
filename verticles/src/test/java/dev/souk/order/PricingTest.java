package dev.souk.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.order.domain.Pricing;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.TooLarge;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final int MAX_SKUS = 1_000;
    private static final int MAX_QUANTITY = 1_000_000;
    private static final Map<String, Product> PRODUCTS = Map.of(
            "cup", product("cup", 1_000_000_000, "GBP"),
            "Cup", product("Cup", 1, "GBP"),
            "euro", product("euro", 100, "EUR"));

    private static Product product(String sku, long price, String currency) {
        return new Product(sku, "The " + sku, "", "things", new Money(price, currency), 1, Instant.EPOCH);
    }

    private static List<OrderItem> skus(int number) {
        return IntStream.range(0, number)
                .mapToObj(sku -> new OrderItem("sku-" + sku, 1))
                .toList();
    }

    private static @Nullable PlaceOutcome size(List<OrderItem> items) {
        return Pricing.checkSize(items, MAX_SKUS, MAX_QUANTITY);
    }

    private static @Nullable PlaceOutcome units(long quantity) {
        return size(List.of(new OrderItem("cup", quantity)));
    }

    @Test
    void anOrderHasOneToAThousandDistinctSkus() {
        assertThat(size(List.of())).isInstanceOf(TooLarge.class);
        assertThat(size(skus(1))).isNull();
        assertThat(size(skus(MAX_SKUS))).isNull();
        assertThat(size(skus(MAX_SKUS + 1))).isInstanceOf(TooLarge.class);
    }

    @Test
    void aSkuMayStandOnSeveralLinesButNotOnAnyNumberOfThem() {
        List<OrderItem> fiveEach = new ArrayList<>();
        IntStream.range(0, 5).forEach(again -> fiveEach.addAll(skus(MAX_SKUS)));
        assertThat(size(fiveEach)).isNull();

        fiveEach.add(new OrderItem("sku-0", 1));
        assertThat(size(fiveEach)).isInstanceOf(TooLarge.class);
    }

    @Test
    void aLineHasOneToAMillionUnits() {
        assertThat(units(0)).isInstanceOf(TooLarge.class);
        assertThat(units(-1)).isInstanceOf(TooLarge.class);
        assertThat(units(1)).isNull();
        assertThat(units(MAX_QUANTITY)).isNull();
        assertThat(units(MAX_QUANTITY + 1))
                .isInstanceOfSatisfying(
                        TooLarge.class, refusal -> assertThat(refusal.field()).isEqualTo("lines[0].quantity"));
    }

    @Test
    void settingsMayLowerTheLimits() {
        assertThat(Pricing.checkSize(skus(3), 2, MAX_QUANTITY)).isInstanceOf(TooLarge.class);
        assertThat(Pricing.checkSize(List.of(new OrderItem("cup", 6)), MAX_SKUS, 5))
                .isInstanceOf(TooLarge.class);
    }

    @Test
    void theDearestOrderThatTheLimitsAllowHasATotal() {
        List<OrderItem> items = IntStream.range(0, 5_000)
                .mapToObj(line -> new OrderItem("cup", MAX_QUANTITY))
                .toList();

        assertThat(Pricing.price(items, PRODUCTS, null).total())
                .isEqualTo(new Money(5_000L * MAX_QUANTITY * 1_000_000_000L, "GBP"));
    }

    @Test
    void anOrderHasOneCurrency() {
        assertThat(Pricing.price(List.of(new OrderItem("cup", 1), new OrderItem("euro", 1)), PRODUCTS, null)
                        .refusal())
                .isEqualTo(new MixedCurrencies(List.of("GBP", "EUR")));
    }

    @Test
    void skusThatDifferByCaseAreTwo() {
        assertThat(Pricing.price(List.of(new OrderItem("cup", 1), new OrderItem("Cup", 3)), PRODUCTS, null)
                        .lines())
                .extracting(line -> line.sku() + " " + line.lineTotal().amount())
                .containsExactly("cup 1000000000", "Cup 3");
    }

    @Test
    void aTotalThatTheBuyerDidNotSeeIsRefusedWithTheNewOne() {
        List<OrderItem> items = List.of(new OrderItem("Cup", 3));

        assertThat(Pricing.price(items, PRODUCTS, new Money(3, "GBP")).refusal())
                .isNull();
        assertThat(Pricing.price(items, PRODUCTS, new Money(2, "GBP")).refusal())
                .isEqualTo(new TotalChanged(new Money(3, "GBP")));
        assertThat(Pricing.price(items, PRODUCTS, new Money(3, "EUR")).refusal())
                .isEqualTo(new TotalChanged(new Money(3, "GBP")));
    }
}
