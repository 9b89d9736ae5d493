package dev.souk.launcher.retail;

import dev.souk.bus.Json;
import dev.souk.money.Money;

/**
 * A product that a file of the data set knows.
 *
 * @param category made up from the words of the name
 */
public record RetailProduct(String sku, String name, String category, Money price) {

    private record ImportLine(String sku, String name, String description, String category, Money price, long stock) {}

    /**
     * @param stock units of the opening receipt; 0: none
     * @return a line of {@code POST /v1/products/import} in NDJSON, without its end
     */
    public String importLine(long stock) {
        return Json.text(new ImportLine(sku, name, name, category, price, stock));
    }
}
