package dev.souk.catalog;

import dev.souk.bus.Texts;
import dev.souk.catalog.message.CatalogEndpoints.Violation;
import dev.souk.catalog.message.ProductContent;
import dev.souk.money.Currencies;
import dev.souk.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a product. */
public final class ProductRules {
    public static final int MAX_SKU = 64;
    public static final int MAX_NAME = 200;
    public static final int MAX_CATEGORY = 100;
    public static final int MAX_DESCRIPTION = 4_000;
    /** Minor units. */
    public static final long MAX_PRICE = 1_000_000_000L;

    private static final int NO_FRACTION = -1;

    private ProductRules() {}

    /** @return the violations of limits, in the order of the fields; empty: there are none */
    public static List<Violation> violations(String sku, ProductContent content) {
        List<Violation> violations = new ArrayList<>();
        add(violations, "sku", skuDefect(sku));
        add(violations, "name", content.name().isBlank() ? "must not be empty" : lineDefect(content.name(), MAX_NAME));
        add(violations, "description", textDefect(content.description(), MAX_DESCRIPTION));
        add(violations, "category", lineDefect(content.category(), MAX_CATEGORY));
        Money price = content.price();
        if (price.amount() < 0 || price.amount() > MAX_PRICE) {
            add(violations, "price.amount", "must be 0 to " + MAX_PRICE + " minor units");
        }
        if (fractionDigits(price.currency()) == NO_FRACTION) {
            add(violations, "price.currency", "must be a current ISO 4217 code of three capital letters");
        }
        return violations;
    }

    /**
     * @return why this cannot be a SKU: 1 to 64 printable ASCII characters, no slash, no space at the ends, not a
     *     dot or two
     */
    public static @Nullable String skuDefect(String sku) {
        if (sku.isEmpty() || sku.length() > MAX_SKU) {
            return "must be 1 to " + MAX_SKU + " characters";
        }
        if (!sku.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '/')) {
            return "must be printable ASCII without a slash";
        }
        if (sku.equals(".") || sku.equals("..")) {
            return "must not be a dot or two, which a path leaves out (RFC 3986, 5.2.4)";
        }
        return sku.startsWith(" ") || sku.endsWith(" ") ? "must not begin or end with a space" : null;
    }

    /** @return how many decimals a major unit of the currency has; -1: there is no such currency */
    public static int fractionDigits(String currency) {
        return Currencies.decimals(currency).orElse(NO_FRACTION);
    }

    private static @Nullable String lineDefect(String text, int most) {
        return text.chars().anyMatch(Character::isISOControl)
                ? "must not contain control characters"
                : textDefect(text, most);
    }

    /** NUL and halves of surrogate pairs are what a database's UTF-8 text cannot hold. */
    private static @Nullable String textDefect(String text, int most) {
        if (Texts.length(text) > most) {
            return "must be at most " + most + " characters";
        }
        return Texts.isStorable(text) ? null : "must be valid Unicode text";
    }

    private static void add(List<Violation> violations, String field, @Nullable String defect) {
        if (defect != null) {
            violations.add(new Violation(field, defect));
        }
    }
}
