package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Units of a SKU, as asked for or as answered.
 *
 * @param quantity units
 * @param unitPrice minor units of the order's currency; absent where no price was given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Item(String sku, long quantity, @Nullable Long unitPrice) {

    public static Item of(String sku, long quantity) {
        return new Item(sku, quantity, null);
    }
}
