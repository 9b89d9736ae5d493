package dev.souk.prove.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderAsked;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    @Test
    void tokensComeAsOftenAsTheyWeigh() {
        TokenMix mix = TokenMix.of(Map.of("tok_ok", 90, "tok_declined", 10, "tok_slow", 0));
        SplittableRandom random = new SplittableRandom(7);

        Map<String, Long> picked = IntStream.range(0, 10_000)
                .mapToObj(i -> mix.pick(random))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(picked).containsOnlyKeys("tok_ok", "tok_declined");
        assertThat(picked.get("tok_declined")).isBetween(800L, 1_200L);
    }

    @Test
    void aMixOfNothingIsRefused() {
        assertThatThrownBy(() -> TokenMix.of(Map.of("tok_ok", 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalSeedsChooseEqually() {
        List<Item> products = IntStream.range(0, 50)
                .mapToObj(i -> new Item("sku-" + i, 1, 100L + i))
                .toList();
        Shelf shelf = new Shelf(products, "GBP");

        assertThat(chosen(shelf, 5)).isEqualTo(chosen(shelf, 5)).isNotEqualTo(chosen(shelf, 6));
    }

    private static List<List<Item>> chosen(Shelf shelf, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 100).mapToObj(i -> shelf.choose(random, 40)).toList();
    }

    @Test
    void everyShareOfHotLinesIsForTheFirstFewProducts() {
        List<Item> products = IntStream.range(0, 50)
                .mapToObj(i -> new Item("sku-" + i, 1, 100L + i))
                .toList();
        SplittableRandom random = new SplittableRandom(7);
        Shelf shelf = new Shelf(products, "GBP");

        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> shelf.choose(random, 100))
                        .flatMap(List::stream))
                .extracting(Item::sku)
                .containsOnly("sku-0", "sku-1", "sku-2");
    }

    @Test
    void skusAreEncodedInPaths() {
        assertThat(Call.product("A+B 50%").path()).isEqualTo("/v1/products/A%2BB%2050%25");
    }

    @Test
    void aCartIsOrderedByItsIdAlone() {
        OrderAsked cart = new OrderAsked(List.of(), "cart-1", null, "tok_ok", null);

        assertThat(Call.place("token", "key", cart, "GBP").body())
                .isEqualTo("{\"cartId\":\"cart-1\",\"payment\":{\"token\":\"tok_ok\"}}");
    }
}
