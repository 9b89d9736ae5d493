package dev.souk.prove.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class CheckerProperties {
    @Provide
    Arbitrary<List<Life>> lives() {
        return Arbitraries.of(Life.ENDED).list().ofMaxSize(25);
    }

    @Provide
    Arbitrary<Plant> plants() {
        return Arbitraries.of(PlantedViolationsTest.plants());
    }

    private static Books books(List<Life> lives) {
        Books books = new Books();
        // A run without any is a flaw of its own.
        books.order(Life.CONFIRMED);
        for (int i = 0; i < lives.size(); i++) {
            if (i % 2 == 0) {
                books.order(lives.get(i));
            } else {
                books.cartOrder(lives.get(i));
            }
        }
        return books;
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void aFlawlessRunHasNoViolation(@ForAll("lives") List<Life> lives) {
        CheckReport report = Scratch.check(books(lives).counted());

        assertThat(Scratch.broken(report)).isEmpty();
        assertThat(report.ok()).isTrue();
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void aFlawIsFoundWhateverLiesAroundIt(@ForAll("lives") List<Life> lives, @ForAll("plants") Plant plant) {
        Books books = books(lives);
        Map<String, String> expected = plant.into().apply(books);

        Map<String, List<String>> broken = Scratch.broken(Scratch.check(PlantedViolationsTest.counted(books)));

        assertThat(broken.keySet()).isEqualTo(expected.keySet());
        expected.forEach((check, subject) -> assertThat(broken.get(check)).containsExactly(subject));
    }
}
