package dev.souk.catalog;

import dev.souk.catalog.message.Product;
import dev.souk.catalog.message.ProductContent;

/** A row of the catalog: a product as it is for sale, or as it was when it was deleted. */
record StoredProduct(Product product, boolean deleted) {
    boolean holds(ProductContent content) {
        return !deleted
                && product.name().equals(content.name())
                && product.description().equals(content.description())
                && product.category().equals(content.category())
                && product.price().equals(content.price());
    }
}
