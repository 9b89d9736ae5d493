package dev.souk.catalog.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions that the catalog answers. */
public final class CatalogEndpoints {
    /**
     * Products by SKU, as cached on the answering node: at most some seconds old, unless the question says that an
     * older one will do. Unknown ones are left out.
     */
    public static final BusEndpoint<ProductsBySku, Products> PRODUCTS =
            new BusEndpoint<>("catalog.products", ProductsBySku.class, Products.class);

    public static final BusEndpoint<ListProducts, ProductPage> LIST =
            new BusEndpoint<>("catalog.list", ListProducts.class, ProductPage.class);
    public static final BusEndpoint<PutProduct, PutOutcome> PUT =
            new BusEndpoint<>("catalog.put", PutProduct.class, PutOutcome.class);
    public static final BusEndpoint<DeleteProduct, DeleteOutcome> DELETE =
            new BusEndpoint<>("catalog.delete", DeleteProduct.class, DeleteOutcome.class);
    /** Creates or replaces many; an unchanged product keeps its version. */
    public static final BusEndpoint<ImportProducts, Imported> IMPORT =
            new BusEndpoint<>("catalog.import", ImportProducts.class, Imported.class);
    /** Products changed or are no longer for sale: forget what is remembered of them. */
    public static final BusHint<ProductsChanged> CHANGED = new BusHint<>("catalog.changed", ProductsChanged.class);

    private CatalogEndpoints() {}

    /** @param stale whether products from before will do while the database is away; absent: they will not */
    public record ProductsBySku(List<String> skus, @Nullable Boolean stale) {
        public ProductsBySku {
            skus = List.copyOf(skus);
        }

        public ProductsBySku(List<String> skus) {
            this(skus, null);
        }

        public boolean staleWillDo() {
            return Boolean.TRUE.equals(stale);
        }
    }

    /**
     * @param age of the oldest in seconds, when one is older than it should be
     * @param freshMillis how much longer all of them are as new as promised; absent: not at all
     * @param readMillis how long ago the oldest was read from the database, at most; absent: not known
     */
    public record Products(
            List<Product> products,
            @Nullable Long age,
            @Nullable Long freshMillis,
            @Nullable Long readMillis) {
        public Products {
            products = List.copyOf(products);
        }

        public Products(List<Product> products) {
            this(products, null);
        }

        public Products(List<Product> products, @Nullable Long age) {
            this(products, age, null, null);
        }
    }

    /**
     * @param query every word of it is a case-insensitive prefix of a word in name or SKU; empty: no condition
     * @param category exact; empty: no condition
     * @param limit 1 to 100
     * @param after the SKU to go on behind; empty: from the beginning
     */
    public record ListProducts(String query, String category, int limit, String after) {}

    /**
     * @param next the SKU to go on behind, absent on the last page
     * @param age in seconds, when it is from before, because the database is away
     */
    public record ProductPage(
            List<Product> items,
            @Nullable String next,
            @Nullable Long age) {
        public ProductPage {
            items = List.copyOf(items);
        }

        public ProductPage(List<Product> items, @Nullable String next) {
            this(items, next, null);
        }

        /** @param found the products that follow, one more than the limit when there is a next page */
        public static ProductPage of(List<Product> found, int limit) {
            return found.size() > limit
                    ? new ProductPage(
                            found.subList(0, limit), found.get(limit - 1).sku())
                    : new ProductPage(found, null);
        }

        public ProductPage aged(@Nullable Long seconds) {
            return new ProductPage(items, next, seconds);
        }
    }

    /** @param ifMatch the version it must have; 0: must not exist; absent: whatever it is */
    public record PutProduct(
            String sku,
            ProductContent content,
            @Nullable Long ifMatch,
            @Nullable String traceparent) {}

    public sealed interface PutOutcome {}

    public record Stored(Product product, boolean created) implements PutOutcome {}

    /** The content of the product breaks its limits. */
    public record InvalidProduct(List<Violation> violations) implements PutOutcome {
        public InvalidProduct {
            violations = List.copyOf(violations);
        }
    }

    /** @param field of the body ({@code price.amount}), or {@code sku} */
    public record Violation(String field, String message) {}

    /** @param ifMatch as in {@link PutProduct} */
    public record DeleteProduct(
            String sku, @Nullable Long ifMatch, @Nullable String traceparent) {}

    public sealed interface DeleteOutcome {}

    public record Deleted() implements DeleteOutcome {}

    public record NoSuchProduct(String sku) implements DeleteOutcome {}

    /** @param version the current one; 0: the product does not exist */
    public record VersionMismatch(long version) implements PutOutcome, DeleteOutcome {}

    /** Every product must keep the limits: a list with one that does not is a fault of the asker. */
    public record ImportProducts(
            List<ImportedProduct> products, @Nullable String traceparent) {
        public ImportProducts {
            products = List.copyOf(products);
        }
    }

    public record ImportedProduct(String sku, ProductContent content) {}

    public record Imported(int created, int updated, int unchanged) {}

    public record ProductsChanged(List<String> skus) {
        public ProductsChanged {
            skus = List.copyOf(skus);
        }
    }
}
