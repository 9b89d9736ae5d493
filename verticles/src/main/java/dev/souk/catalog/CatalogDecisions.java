package dev.souk.catalog;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decisions about a product: state and command in, outcome and rows to write out. The version of a SKU rises by one
 * with every change and over a deletion, so that no two states of it ever share one.
 *
 * <p>{@code at} is the time of the request, the same when its transaction is run again: a row that bears it already is
 * this request's own write, whose commit was not answered.
 */
final class CatalogDecisions {
    private CatalogDecisions() {}

    /** @param writes rows to write; empty: everything stays as it is */
    record Decision<T>(T outcome, List<StoredProduct> writes) {
        static <T> Decision<T> unchanged(T outcome) {
            return new Decision<>(outcome, List.of());
        }
    }

    static Decision<PutOutcome> put(@Nullable StoredProduct current, PutProduct command, Instant at) {
        List<Violation> violations = ProductRules.violations(command.sku(), command.content());
        if (!violations.isEmpty()) {
            return Decision.unchanged(new InvalidProduct(violations));
        }
        if (current != null && isOwn(current, at) && current.holds(command.content())) {
            return Decision.unchanged(
                    new Stored(current.product(), current.product().version() == 1));
        }
        long version = versionForSale(current);
        if (isStale(command.ifMatch(), version)) {
            return Decision.unchanged(new VersionMismatch(version));
        }
        StoredProduct next = next(current, command.sku(), command.content(), at);
        return new Decision<>(new Stored(next.product(), version == 0), List.of(next));
    }

    static Decision<DeleteOutcome> delete(@Nullable StoredProduct current, DeleteProduct command, Instant at) {
        if (current == null || current.deleted()) {
            boolean own = current != null && isOwn(current, at);
            return Decision.unchanged(own ? new Deleted() : new NoSuchProduct(command.sku()));
        }
        Product product = current.product();
        if (isStale(command.ifMatch(), product.version())) {
            return Decision.unchanged(new VersionMismatch(product.version()));
        }
        Product deleted = new Product(
                product.sku(),
                product.name(),
                product.description(),
                product.category(),
                product.price(),
                product.version() + 1,
                at);
        return new Decision<>(new Deleted(), List.of(new StoredProduct(deleted, true)));
    }

    /**
     * Takes the products one after the other; one that is there already, equal in everything, keeps its version.
     *
     * @param current the stored rows of these SKUs
     * @throws IllegalArgumentException when one breaks its limits
     */
    static Decision<Imported> importAll(
            Map<String, StoredProduct> current, List<ImportedProduct> products, Instant at) {
        Map<String, StoredProduct> state = new HashMap<>(current);
        Map<String, StoredProduct> changed = new LinkedHashMap<>();
        int created = 0;
        int updated = 0;
        for (ImportedProduct product : products) {
            requireValid(product);
            StoredProduct before = state.get(product.sku());
            if (before == null || !before.holds(product.content())) {
                StoredProduct next = next(before, product.sku(), product.content(), at);
                state.put(product.sku(), next);
                changed.put(product.sku(), next);
                boolean isNew = before == null || before.deleted();
                created += isNew ? 1 : 0;
                updated += isNew ? 0 : 1;
            } else if (isOwn(before, at) && !changed.containsKey(product.sku())) {
                boolean isNew = before.product().version() == 1;
                created += isNew ? 1 : 0;
                updated += isNew ? 0 : 1;
            }
        }
        Imported outcome = new Imported(created, updated, products.size() - created - updated);
        return new Decision<>(outcome, new ArrayList<>(changed.values()));
    }

    private static void requireValid(ImportedProduct product) {
        List<Violation> violations = ProductRules.violations(product.sku(), product.content());
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("import of " + product.sku() + ": " + violations);
        }
    }

    private static StoredProduct next(@Nullable StoredProduct current, String sku, ProductContent content, Instant at) {
        long version = current == null ? 1 : current.product().version() + 1;
        Product product = new Product(
                sku, content.name(), content.description(), content.category(), content.price(), version, at);
        return new StoredProduct(product, false);
    }

    private static long versionForSale(@Nullable StoredProduct current) {
        return current == null || current.deleted() ? 0 : current.product().version();
    }

    private static boolean isStale(@Nullable Long ifMatch, long version) {
        return ifMatch != null && ifMatch != version;
    }

    private static boolean isOwn(StoredProduct current, Instant at) {
        return current.product().updatedAt().equals(at);
    }
}
