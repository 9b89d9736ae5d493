package dev.souk.prove.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.check.Books.Made;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.FactKind;
import dev.souk.prove.check.promise.Check;
import dev.souk.prove.check.promise.Checks;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlantedViolationsTest {

    static List<Plant> plants() {
        return Stream.of(
                        Plant.ANSWERS,
                        Plant.ORDERS,
                        MorePlants.STOCK,
                        MorePlants.MONEY,
                        MorePlants.EVENTS,
                        CartPlants.CARTS,
                        NoticePlants.STREAMS,
                        NoticePlants.WEBHOOKS)
                .flatMap(List::stream)
                .toList();
    }

    /** Orders of every life around the flaw. */
    static Books around() {
        Books books = new Books();
        Life.ENDED.forEach(books::order);
        Life.ENDED.forEach(books::cartOrder);
        books.refused();
        return books;
    }

    /** Counts the stock, unless the plant did so or needs stock and counts as they are. */
    static Books counted(Books books) {
        boolean done = books.facts.stream().anyMatch(Fact.Stock.class::isInstance);
        return done ? books : books.counted();
    }

    @ParameterizedTest
    @MethodSource("plants")
    void everyKindOfViolationIsFoundByItsChecksAndByNoOther(Plant plant) {
        Books books = around();
        Map<String, String> expected = plant.into().apply(books);

        Map<String, List<String>> broken = Scratch.broken(Scratch.check(counted(books)));

        assertThat(broken.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (check, subject) -> assertThat(broken.get(check)).as(check).containsExactly(subject));
    }

    @Test
    void everyCheckFailsForSomePlant() {
        Set<String> covered = plants().stream()
                .flatMap(plant -> plant.into().apply(around()).keySet().stream())
                .collect(Collectors.toSet());

        assertThat(covered).isEqualTo(Checks.ALL.stream().map(Check::name).collect(Collectors.toSet()));
    }

    @Test
    void excessIsAddedUpAndViolationsAreCapped() {
        Books books = around();
        long overcharged = 0;
        for (int i = 0; i < 60; i++) {
            Books.Made made = books.order(Life.CONFIRMED);
            books.deed(made, "CAPTURE");
            overcharged += made.total();
        }

        Verdict verdict = verdict(Scratch.check(books.counted()), "no-buyer-charged-twice");

        assertThat(verdict.count()).isEqualTo(60);
        assertThat(verdict.violations()).hasSize(50);
        assertThat(verdict.excess()).isEqualTo(overcharged);
        assertThat(verdict.unit()).isEqualTo("minor units overcharged");
    }

    @Test
    void whatAShopDoesNotKeepIsSkippedAndSaysSo() {
        Books books = around().counted();
        books.kinds = Set.of(FactKind.ORDERS, FactKind.STOCK);

        Verdict verdict = verdict(Scratch.check(books), "books-agree");

        assertThat(verdict.skipped()).isEqualTo("the shop keeps no PAYMENTS, LEDGER");
        assertThat(verdict.checked()).isZero();
    }

    private static Verdict verdict(CheckReport report, String name) {
        return report.verdicts().stream()
                .filter(verdict -> verdict.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTakenKeyThatIsRefusedForAnotherBodyIsNoViolation() {
        Books books = new Books();
        Made made = books.order(Life.CONFIRMED);
        OrderAsked other = new OrderAsked(List.of(Item.of("A", 99)), null, null, "tok_ok", null);
        books.refused(
                books.asked(made.buyer(), Operation.PLACE_ORDER, made.key(), null, other),
                422,
                "idempotency_key_reused");

        assertThat(Scratch.broken(Scratch.check(books.counted()))).isEmpty();
    }
}
