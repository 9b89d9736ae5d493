package dev.souk.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.catalog.CatalogDecisions.Decision;
import dev.souk.catalog.message.CatalogEndpoints.DeleteOutcome;
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.Deleted;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.CatalogEndpoints.InvalidProduct;
import dev.souk.catalog.message.CatalogEndpoints.NoSuchProduct;
import dev.souk.catalog.message.CatalogEndpoints.PutOutcome;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.catalog.message.CatalogEndpoints.VersionMismatch;
import dev.souk.catalog.message.CatalogEndpoints.Violation;
import dev.souk.catalog.message.Product;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogDecisionsTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = AT.plusSeconds(1);
    private static final ProductContent MUG = content("Mug", 255);
    private static final ProductContent CUP = content("Cup", 255);

    @Test
    void putCreatesWithTheFirstVersionWhereNothingWas() {
        Decision<PutOutcome> decision = put(null, MUG, null, AT);

        Product mug = product(MUG, 1, AT);
        assertThat(decision.outcome()).isEqualTo(new Stored(mug, true));
        assertThat(decision.writes()).containsExactly(new StoredProduct(mug, false));
    }

    @Test
    void putRaisesTheVersionByOne() {
        assertThat(put(live(MUG, 6), CUP, null, LATER).outcome()).isEqualTo(new Stored(product(CUP, 7, LATER), false));
    }

    @Test
    void putOverADeletionCreatesAboveTheDeletedVersion() {
        assertThat(put(deleted(MUG, 4), MUG, 0L, LATER).outcome()).isEqualTo(new Stored(product(MUG, 5, LATER), true));
    }

    @Test
    void putWithAnotherVersionThanItHasChangesNothing() {
        assertMismatch(put(live(MUG, 6), CUP, 5L, LATER), 6);
        assertMismatch(put(live(MUG, 6), CUP, 0L, LATER), 6);
        assertMismatch(put(deleted(MUG, 6), CUP, 6L, LATER), 0);
        assertMismatch(put(null, CUP, 1L, LATER), 0);
    }

    @Test
    void putWithTheVersionItHasIsStored() {
        assertThat(put(live(MUG, 6), CUP, 6L, LATER).outcome()).isInstanceOf(Stored.class);
    }

    @Test
    void putRunAgainAfterALostAnswerFindsItsOwnWrite() {
        Decision<PutOutcome> again = put(live(MUG, 7, LATER), MUG, 6L, LATER);

        assertThat(again.outcome()).isEqualTo(new Stored(product(MUG, 7, LATER), false));
        assertThat(again.writes()).isEmpty();
    }

    @Test
    void putBeyondTheLimitsNamesEveryFieldAndChangesNothing() {
        ProductContent bad = new ProductContent("", "x", "y\n", new Money(-1, "pounds"));

        Decision<PutOutcome> decision = CatalogDecisions.put(null, new PutProduct("a/b", bad, null, null), AT);

        assertThat(decision.writes()).isEmpty();
        assertThat(decision.outcome())
                .isInstanceOfSatisfying(
                        InvalidProduct.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::field)
                                .containsExactly("sku", "name", "category", "price.amount", "price.currency"));
    }

    @Test
    void deleteRaisesTheVersion() {
        Decision<DeleteOutcome> decision = delete(live(MUG, 3), null, LATER);

        assertThat(decision.outcome()).isEqualTo(new Deleted());
        assertThat(decision.writes()).containsExactly(new StoredProduct(product(MUG, 4, LATER), true));
    }

    @Test
    void deleteOfWhatIsNotForSaleIsRefused() {
        assertThat(delete(null, null, LATER).outcome()).isEqualTo(new NoSuchProduct("sku"));
        assertThat(delete(deleted(MUG, 4), null, LATER).outcome()).isEqualTo(new NoSuchProduct("sku"));
    }

    @Test
    void deleteWithAnotherVersionThanItHasChangesNothing() {
        Decision<DeleteOutcome> decision = delete(live(MUG, 3), 2L, LATER);

        assertThat(decision.outcome()).isEqualTo(new VersionMismatch(3));
        assertThat(decision.writes()).isEmpty();
    }

    @Test
    void deleteRunAgainAfterALostAnswerFindsItsOwnDeletion() {
        StoredProduct own = new StoredProduct(product(MUG, 4, LATER), true);

        assertThat(delete(own, 3L, LATER)).isEqualTo(Decision.unchanged(new Deleted()));
    }

    @Test
    void importKeepsTheVersionOfWhatIsEqual() {
        Map<String, StoredProduct> stored = Map.of("a", live(MUG, 6), "b", live(MUG, 6), "c", deleted(MUG, 2));

        Decision<Imported> decision = CatalogDecisions.importAll(
                stored, List.of(line("a", MUG), line("b", CUP), line("c", MUG), line("d", MUG)), LATER);

        assertThat(decision.outcome()).isEqualTo(new Imported(2, 1, 1));
        assertThat(decision.writes())
                .extracting(row -> row.product().sku() + " " + row.product().version())
                .containsExactly("b 7", "c 3", "d 1");
    }

    @Test
    void importOfOneSkuTwiceTakesThemInTurn() {
        Decision<Imported> decision =
                CatalogDecisions.importAll(Map.of(), List.of(line("a", MUG), line("a", CUP), line("a", CUP)), LATER);

        assertThat(decision.outcome()).isEqualTo(new Imported(1, 1, 1));
        assertThat(decision.writes()).containsExactly(new StoredProduct(product("a", CUP, 2, LATER), false));
    }

    @Test
    void importRunAgainAfterALostAnswerCountsTheSame() {
        List<ImportedProduct> lines = List.of(line("a", MUG), line("b", CUP), line("c", CUP));
        Map<String, StoredProduct> before = Map.of("b", live(MUG, 6), "c", live(CUP, 6));
        Map<String, StoredProduct> after =
                Map.of("a", live(MUG, 1, LATER), "b", live(CUP, 7, LATER), "c", live(CUP, 6));

        Decision<Imported> again = CatalogDecisions.importAll(after, lines, LATER);

        assertThat(again.outcome())
                .isEqualTo(CatalogDecisions.importAll(before, lines, LATER).outcome());
        assertThat(again.writes()).isEmpty();
    }

    @Test
    void importOfAProductBeyondTheLimitsIsAFault() {
        ImportedProduct bad = line("a/b", MUG);

        assertThatThrownBy(() -> CatalogDecisions.importAll(Map.of(), List.of(bad), AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b");
    }

    private static void assertMismatch(Decision<PutOutcome> decision, long version) {
        assertThat(decision).isEqualTo(Decision.unchanged(new VersionMismatch(version)));
    }

    private static Decision<PutOutcome> put(
            @Nullable StoredProduct current, ProductContent content, @Nullable Long ifMatch, Instant at) {
        return CatalogDecisions.put(current, new PutProduct("sku", content, ifMatch, null), at);
    }

    private static Decision<DeleteOutcome> delete(@Nullable StoredProduct current, @Nullable Long ifMatch, Instant at) {
        return CatalogDecisions.delete(current, new DeleteProduct("sku", ifMatch, null), at);
    }

    private static ProductContent content(String name, long amount) {
        return new ProductContent(name, "", "kitchen", new Money(amount, "GBP"));
    }

    private static ImportedProduct line(String sku, ProductContent content) {
        return new ImportedProduct(sku, content);
    }

    private static StoredProduct live(ProductContent content, long version) {
        return live(content, version, AT);
    }

    private static StoredProduct live(ProductContent content, long version, Instant at) {
        return new StoredProduct(product(content, version, at), false);
    }

    private static StoredProduct deleted(ProductContent content, long version) {
        return new StoredProduct(product(content, version, AT), true);
    }

    private static Product product(ProductContent content, long version, Instant at) {
        return product("sku", content, version, at);
    }

    private static Product product(String sku, ProductContent content, long version, Instant at) {
        return new Product(
                sku, content.name(), content.description(), content.category(), content.price(), version, at);
    }
}
