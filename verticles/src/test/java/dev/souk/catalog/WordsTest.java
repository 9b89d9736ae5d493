package dev.souk.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAreRunsOfLettersAndDigitsInLowerCase() {
        assertThat(Words.of("WHITE Hanging HEART T-LIGHT holder, 6\" x2"))
                .containsExactly("white", "hanging", "heart", "t", "light", "holder", "6", "x2");
    }

    @Test
    void compatibleWritingsOfOneWordAreEqual() {
        assertThat(Words.of("Cafe\u0301 \uFF21\uFF22")).containsExactly("caf\u00E9", "ab");
        assertThat(Words.of("\u0130STANBUL")).isEqualTo(Words.of("i\u0307stanbul"));
    }

    @Test
    void aProductIsFoundByNameAndSku() {
        assertThat(Words.ofProduct("BANK charges_1", "Fee")).containsExactly("fee", "bank", "charges", "1");
    }

    @Test
    void aPrefixThatAnotherImpliesIsLeftOut() {
        assertThat(Words.prefixesOf("Hang hanging h HEART")).containsExactly("hanging", "heart");
    }

    @Test
    void aQueryWithoutAWordHasNoCondition() {
        assertThat(Words.prefixesOf(" -- ")).isEmpty();
    }
}
