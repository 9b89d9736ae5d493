package dev.souk.launcher.retail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetailCategoriesTest {
    @ParameterizedTest
    @CsvSource({
        "85123A, WHITE HANGING HEART T-LIGHT HOLDER, lighting",
        "22086, PAPER CHAIN KIT 50'S CHRISTMAS, christmas",
        "22111, SCOTTIE DOG HOT WATER BOTTLE, kitchen",
        "20725, lunch bag red retrospot, bags",
        "POST, POSTAGE, services",
        "C2, CARRIAGE, services",
        "99999, SOMETHING ELSE, gifts",
        "99998, MUGGED, gifts"
    })
    void aCategoryFollowsFromTheWords(String code, String name, String category) {
        assertThat(RetailCategories.of(code, name)).isEqualTo(category);
    }
}
