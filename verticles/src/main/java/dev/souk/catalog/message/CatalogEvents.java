package dev.souk.catalog.message;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.Topics;

/** The facts that the catalog states, keyed by SKU. */
public final class CatalogEvents {
    public static final EventType<Product> CHANGED = new EventType<>("catalog.changed", Topics.CATALOG, Product.class);
    public static final EventType<ProductDeleted> DELETED =
            new EventType<>("catalog.deleted", Topics.CATALOG, ProductDeleted.class);

    private CatalogEvents() {}

    /** @param version of the deletion, above all versions before it */
    public record ProductDeleted(String sku, long version) {}
}
