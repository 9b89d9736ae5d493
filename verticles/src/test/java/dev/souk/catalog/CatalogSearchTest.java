package dev.souk.catalog;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.catalog.SearchRepository.Search;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Lists and searches against an oracle that looks at every product, on a catalog large enough that every way of the search
 * is taken: words of few and of many products, spread and in one corner.
 */
class CatalogSearchTest {
    private static final int PRODUCTS = 30_000;
    private static final List<String> NOUNS = List.of("Holder", "Lantern", "Mug", "Bowl", "Clock", "Hook");
    private static final List<String> CATEGORIES = List.of("home", "kitchen", "garden");

    private static final TreeMap<String, Product> OFFERED = new TreeMap<>();
    private static TestDatabase database;
    private static Bus bus;

    @BeforeAll
    static void fill() {
        database = TestDatabase.create();
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        HotKeys hot = new HotKeys(database.settings, database.metrics);
        CatalogCache cache = new CatalogCache(
                database.vertx,
                database.settings,
                database.metrics,
                new Freshness(database.settings.catalog().cacheTtl()),
                hot);
        await(database.vertx.deployVerticle(
                new CatalogQueryVerticle(bus, database.transactions, database.metrics, cache, hot)));
        Random random = new Random(7);
        List<StoredProduct> rows = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            Product product = product(i, random);
            boolean deleted = i % 50 == 49;
            rows.add(new StoredProduct(product, deleted));
            if (!deleted) {
                OFFERED.put(product.sku(), product);
            }
        }
        CatalogRepository repository = new CatalogRepository();
        for (int from = 0; from < rows.size(); from += 2_000) {
            List<StoredProduct> batch = rows.subList(from, from + 2_000);
            await(database.transactions.run("fill", tx -> repository.write(tx, batch)));
        }
        await(database.pool.query("ANALYZE").execute());
    }

    /** "corner" stands on the first quarter of the SKUs only, "rare" on one of a thousand. */
    private static Product product(int i, Random random) {
        StringBuilder name = new StringBuilder(random.nextInt(10) < 9 ? "White " : "Wicker ");
        name.append(NOUNS.get(random.nextInt(NOUNS.size())));
        name.append(i < PRODUCTS / 4 ? " corner" : "").append(random.nextInt(1_000) == 0 ? " rare" : "");
        return new Product(
                "%05d%s".formatted(i, i % 7 == 0 ? "a" : "B"),
                name.toString(),
                "",
                CATEGORIES.get(random.nextInt(CATEGORIES.size())),
                new Money(i, "GBP"),
                1,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void everySearchFindsWhatTheOracleFinds() {
        for (String query : List.of(
                "",
                "w",
                "white",
                "WHI hold",
                "rare",
                "rar wick",
                "corner",
                "corner wicker mug",
                "nothing",
                "white nothing",
                "0001",
                "00010b",
                "000 holder",
                "0",
                "holder holder",
                "hold lant",
                "White-Holder")) {
            for (String category : List.of("", "kitchen", "no such")) {
                for (String after : List.of("", "00500B", "07600B", "29500B")) {
                    ProductPage page = list(query, category, 20, after);
                    assertThat(page.items())
                            .as("%s in %s behind %s", query, category, after)
                            .isEqualTo(oracle(query, category, after, 20));
                }
            }
        }
    }

    @Test
    void pagesFollowEachOtherUntilTheLast() {
        List<Product> walked = new ArrayList<>();
        String after = "";
        ProductPage page;
        do {
            page = list("corner wicker", "", 100, after);
            walked.addAll(page.items());
            after = page.next() == null ? after : page.next();
        } while (page.next() != null);

        assertThat(walked).isEqualTo(oracle("corner wicker", "", "", PRODUCTS));
    }

    @Test
    void aPageThatEndsExactlyWithTheListHasNoNext() {
        List<Product> all = oracle("rare", "", "", PRODUCTS);

        assertThat(list("rare", "", all.size(), "").next()).isNull();
        assertThat(list("rare", "", all.size() - 1, "").next())
                .isEqualTo(all.get(all.size() - 2).sku());
    }

    /** A plan that read or sorted a whole table would be slow with a million products. */
    @Test
    void noSearchReadsAWholeTable() {
        String[] pattern = {"% white%"};
        String spread = plan(SearchRepository.ALL_IN_SKU_ORDER, Tuple.of("", pattern, 20_000L, 21L));
        String inCategory =
                plan(SearchRepository.CATEGORY_IN_SKU_ORDER, Tuple.of("", pattern, 20_000L, 21L, "kitchen"));
        String rare = plan(SearchRepository.BY_WORD, Tuple.of("", pattern, "rare", "rarf", 21L, ""));

        assertThat(spread).contains("product_pkey").doesNotContain("Sort").doesNotContain("Seq Scan");
        assertThat(inCategory).doesNotContain("Sort").doesNotContain("Seq Scan");
        assertThat(rare)
                .contains("product_word_pkey", "Nested Loop", "product_pkey")
                .doesNotContain("Seq Scan");
    }

    @Test
    void renamedAndDeletedProductsAreFoundByWhatTheyAreNow() {
        CatalogRepository repository = new CatalogRepository();
        Product before = new Product("moved", "Zebra quilt", "", "zoo", new Money(1, "GBP"), 1, Instant.EPOCH);
        Product after = new Product("moved", "Zebra pillow", "", "zoo", new Money(1, "GBP"), 2, Instant.EPOCH);
        write(repository, new StoredProduct(before, false));
        assertThat(list("quilt", "", 20, "").items()).containsExactly(before);

        write(repository, new StoredProduct(after, false));
        assertThat(list("quilt", "", 20, "").items()).isEmpty();
        assertThat(list("zebra pill moved", "zoo", 20, "").items()).containsExactly(after);

        write(repository, new StoredProduct(after, true));
        assertThat(list("zebra", "", 20, "").items()).isEmpty();
        assertThat(await(new SearchRepository().find(database.pool, new Search(List.of("pillow"), "", "", 9))))
                .isEmpty();
    }

    private static void write(CatalogRepository repository, StoredProduct row) {
        await(database.transactions.run("write", tx -> repository.write(tx, List.of(row))));
    }

    private static String plan(String sql, Tuple parameters) {
        return await(database.pool.withTransaction(tx -> tx.preparedQuery("EXPLAIN " + sql)
                .execute(parameters)
                .map(rows -> {
                    StringBuilder plan = new StringBuilder();
                    rows.forEach(row -> plan.append(row.getString(0)).append('\n'));
                    return plan.toString();
                })));
    }

    private static ProductPage list(String query, String category, int limit, String after) {
        return await(bus.ask(CatalogEndpoints.LIST, new ListProducts(query, category, limit, after)));
    }

    private static List<Product> oracle(String query, String category, String after, int limit) {
        return OFFERED.tailMap(after, false).values().stream()
                .filter(product -> category.isEmpty() || product.category().equals(category))
                .filter(product -> Words.of(query).stream()
                        .allMatch(prefix -> Words.ofProduct(product.sku(), product.name()).stream()
                                .anyMatch(word -> word.startsWith(prefix))))
                .sorted(Comparator.comparing(Product::sku))
                .limit(limit)
                .toList();
    }
}
