package dev.souk.launcher.retail;

import dev.souk.money.Money;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The catalog that a file implies: every code at its most frequent positive price (of equally frequent ones the
 * latest), named by its latest description, else by the code.
 *
 * @param products in the order in which their codes first appear
 * @param skipped lines that price nothing, and why
 */
public record RetailCatalog(List<RetailProduct> products, List<SkippedLine> skipped) {
    private static final String CURRENCY = "GBP";

    public RetailCatalog {
        products = List.copyOf(products);
        skipped = List.copyOf(skipped);
    }

    /**
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it is not of this data set
     */
    public static RetailCatalog read(Path file) throws IOException {
        Reading reading = new Reading();
        RetailFile.read(file, reading::take, unreadable -> reading.skipped.put(unreadable.line(), unreadable.reason()));
        return reading.catalog();
    }

    Set<String> skus() {
        return products.stream().map(RetailProduct::sku).collect(Collectors.toSet());
    }

    /** One code, as far as the file was read. */
    private static final class Article {
        private final Map<Long, Price> prices = new HashMap<>();
        private @Nullable RetailRow described;

        void price(long pence, RetailRow row) {
            prices.merge(pence, new Price(pence, 1, row), Price::and);
        }

        void describe(RetailRow row) {
            if (!row.description().isEmpty() && row.isLaterThan(described)) {
                described = row;
            }
        }

        @Nullable
        RetailProduct product(String code) {
            String name = described == null ? code : described.description();
            return prices.values().stream()
                    .max(Price.BY_FREQUENCY)
                    .map(price -> new RetailProduct(
                            code, name, RetailCategories.of(code, name), new Money(price.pence(), CURRENCY)))
                    .orElse(null);
        }
    }

    /** @param latest of the rows that have this price */
    private record Price(long pence, long rows, RetailRow latest) {
        static final Comparator<Price> BY_FREQUENCY =
                Comparator.comparingLong(Price::rows).thenComparing(Price::latest, RetailRow.EARLIEST_FIRST);

        Price and(Price other) {
            RetailRow later = other.latest.isLaterThan(latest) ? other.latest : latest;
            return new Price(pence, rows + other.rows, later);
        }
    }

    private static final class Reading {
        private final Map<String, Article> articles = new LinkedHashMap<>();
        private final Map<Long, String> skipped = new TreeMap<>();
        private final Map<Long, String> codesOfSkipped = new HashMap<>();

        void take(RetailRow row) {
            Article article = articles.computeIfAbsent(row.code(), code -> new Article());
            article.describe(row);
            try {
                article.price(RetailPrice.pence(row.price()), row);
            } catch (IllegalArgumentException unusable) {
                skipped.put(row.line(), String.valueOf(unusable.getMessage()));
                codesOfSkipped.put(row.line(), row.code());
            }
        }

        RetailCatalog catalog() {
            List<RetailProduct> products = new ArrayList<>();
            articles.forEach((code, article) -> {
                RetailProduct product = article.product(code);
                if (product != null) {
                    products.add(product);
                }
            });
            List<SkippedLine> lines = new ArrayList<>();
            skipped.forEach((line, reason) -> lines.add(new SkippedLine(line, reason + consequence(line))));
            return new RetailCatalog(products, lines);
        }

        private String consequence(long line) {
            String code = codesOfSkipped.get(line);
            Article article = code == null ? null : articles.get(code);
            return article != null && article.prices.isEmpty() ? ": no line prices " + code + ", it is no product" : "";
        }
    }
}
