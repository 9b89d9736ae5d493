package dev.souk.catalog;

import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All SQL that reads and writes products by SKU; {@link SearchRepository} is the other half. */
final class CatalogRepository {
    static final String COLUMNS = "sku, name, description, category, price, currency, version, updated_at";

    private static final String FOR_SALE = """
            SELECT %s
            FROM product
            WHERE sku = ANY ($1::text[]) AND NOT deleted
            """.formatted(COLUMNS);

    /** In the order of the SKUs, so that two batches never wait for each other. */
    private static final String LOCK = """
            SELECT %s, deleted
            FROM product
            WHERE sku = ANY ($1::text[])
            ORDER BY sku
            FOR UPDATE
            """.formatted(COLUMNS);

    /**
     * By the date that the writer's clock gave, which a transaction that had to be run again may be much younger than;
     * a deleted product is a change too.
     */
    private static final String CHANGED_LATELY = """
            SELECT sku, version
            FROM product
            WHERE updated_at > now() - INTERVAL '30 seconds'
            ORDER BY updated_at
            LIMIT $1
            """;

    private static final String UPSERT = """
            INSERT INTO product
              (sku, name, description, category, price, currency, version, deleted, updated_at, words)
            SELECT n.sku, n.name, n.description, n.category, n.price, n.currency, n.version, n.deleted, n.at, n.words
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int8[], $6::text[], $7::int8[],
                        $8::bool[], $9::timestamptz[], $10::text[])
              AS n (sku, name, description, category, price, currency, version, deleted, at, words)
            ON CONFLICT (sku) DO UPDATE SET
              name = excluded.name, description = excluded.description, category = excluded.category,
              price = excluded.price, currency = excluded.currency, version = excluded.version,
              deleted = excluded.deleted, updated_at = excluded.updated_at, words = excluded.words
            """;

    private static final String DELETE_WORDS = """
            DELETE FROM product_word
            WHERE sku = ANY ($1::text[]) AND NOT EXISTS (
              SELECT 1 FROM unnest($2::text[], $3::text[]) AS n (word, sku)
              WHERE n.word = product_word.word AND n.sku = product_word.sku)
            """;

    private static final String INSERT_WORDS = """
            INSERT INTO product_word (word, sku)
            SELECT n.word, n.sku FROM unnest($1::text[], $2::text[]) AS n (word, sku)
            ON CONFLICT (word, sku) DO NOTHING
            """;

    private record WordRow(String word, String sku) {}

    /** @return those of the products that are for sale, in no order */
    Future<List<Product>> forSale(SqlClient client, Collection<String> skus) {
        return client.preparedQuery(FOR_SALE)
                .execute(Tuple.tuple().addArrayOfString(storable(skus)))
                .map(CatalogRepository::products);
    }

    /** @return the SKUs with their versions of what was dated within the last 30 s, the earliest first */
    Future<Map<String, Long>> changedLately(SqlClient client, long limit) {
        return client.preparedQuery(CHANGED_LATELY).execute(Tuple.of(limit)).map(rows -> {
            Map<String, Long> versions = new LinkedHashMap<>();
            rows.forEach(row -> versions.put(row.getString(0), row.getLong(1)));
            return versions;
        });
    }

    /** Locks what is stored of the SKUs, deleted products included. */
    Future<Map<String, StoredProduct>> lock(SqlClient tx, Set<String> skus) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.tuple().addArrayOfString(storable(skus)))
                .map(rows -> {
                    Map<String, StoredProduct> stored = new HashMap<>();
                    for (Row row : rows) {
                        Product product = product(row);
                        stored.put(product.sku(), new StoredProduct(product, row.getBoolean("deleted")));
                    }
                    return stored;
                });
    }

    /** Text that cannot be a SKU names no product, and may hold characters that no database takes as text. */
    private static String[] storable(Collection<String> skus) {
        return skus.stream()
                .filter(sku -> ProductRules.skuDefect(sku) == null)
                .sorted()
                .toArray(String[]::new);
    }

    /** Writes rows of distinct SKUs, each locked before or new, and the words they are found by. */
    Future<Void> write(SqlClient tx, List<StoredProduct> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        List<StoredProduct> sorted = rows.stream()
                .sorted(Comparator.comparing(row -> row.product().sku()))
                .toList();
        List<WordRow> words = wordsOf(sorted);
        return upsert(tx, sorted)
                .compose(done -> deleteOtherWords(tx, sorted, words))
                .compose(done -> insertWords(tx, words));
    }

    private static List<WordRow> wordsOf(List<StoredProduct> rows) {
        List<WordRow> words = new ArrayList<>();
        for (StoredProduct row : rows) {
            if (!row.deleted()) {
                String sku = row.product().sku();
                Words.ofProduct(sku, row.product().name()).forEach(word -> words.add(new WordRow(word, sku)));
            }
        }
        return words;
    }

    private static Future<Void> upsert(SqlClient tx, List<StoredProduct> rows) {
        return tx.preparedQuery(UPSERT)
                .execute(Tuple.tuple()
                        .addArrayOfString(texts(rows, Product::sku))
                        .addArrayOfString(texts(rows, Product::name))
                        .addArrayOfString(texts(rows, Product::description))
                        .addArrayOfString(texts(rows, Product::category))
                        .addArrayOfLong(longs(rows, product -> product.price().amount()))
                        .addArrayOfString(texts(rows, product -> product.price().currency()))
                        .addArrayOfLong(longs(rows, Product::version))
                        .addArrayOfBoolean(
                                rows.stream().map(StoredProduct::deleted).toArray(Boolean[]::new))
                        .addArrayOfOffsetDateTime(rows.stream()
                                .map(row -> row.product().updatedAt().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(
                                texts(rows, product -> Words.line(Words.ofProduct(product.sku(), product.name())))))
                .mapEmpty();
    }

    private static Future<Void> deleteOtherWords(SqlClient tx, List<StoredProduct> rows, List<WordRow> words) {
        return tx.preparedQuery(DELETE_WORDS)
                .execute(Tuple.of(texts(rows, Product::sku), words(words), skus(words)))
                .mapEmpty();
    }

    private static Future<Void> insertWords(SqlClient tx, List<WordRow> words) {
        Tuple parameters = Tuple.tuple().addArrayOfString(words(words)).addArrayOfString(skus(words));
        return tx.preparedQuery(INSERT_WORDS).execute(parameters).mapEmpty();
    }

    private static String[] words(List<WordRow> rows) {
        return rows.stream().map(WordRow::word).toArray(String[]::new);
    }

    private static String[] skus(List<WordRow> rows) {
        return rows.stream().map(WordRow::sku).toArray(String[]::new);
    }

    static List<Product> products(RowSet<Row> rows) {
        List<Product> products = new ArrayList<>(rows.size());
        for (Row row : rows) {
            products.add(product(row));
        }
        return products;
    }

    private static Product product(Row row) {
        return new Product(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new Money(row.getLong(4), row.getString(5)),
                row.getLong(6),
                row.getOffsetDateTime(7).toInstant());
    }

    private static String[] texts(List<StoredProduct> rows, Function<Product, String> column) {
        return rows.stream().map(StoredProduct::product).map(column).toArray(String[]::new);
    }

    private static Long[] longs(List<StoredProduct> rows, Function<Product, Long> column) {
        return rows.stream().map(StoredProduct::product).map(column).toArray(Long[]::new);
    }
}
