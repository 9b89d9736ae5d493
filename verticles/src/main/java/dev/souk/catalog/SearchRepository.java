package dev.souk.catalog;

import dev.souk.catalog.message.Product;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All SQL of listing and searching. A page of a search is found from one of two ends, whichever is shorter:
 *
 * <pre>
 *  rarest word has few products   ──> its range of product_word, verified against product   (cost: its products)
 *  every word has many products   ──> products in SKU order, verified until the page is full (cost: page / density)
 *                                       └ not full within SCAN rows: the rest from the range of the rarest word
 * </pre>
 *
 * <p>So a word that half of a million products bear costs as little as one that ten bear.
 */
final class SearchRepository {
    /** Products of a word up to which its range is read whole. */
    private static final int FEW = 10_000;
    /** Products looked at in SKU order before that is given up. */
    private static final int SCAN = 20_000;
    /** Longer words are rarer: the longest ones are measured. */
    private static final int MEASURED = 4;
    /** Above every word: words hold letters, marks and digits only, and this is none. */
    private static final String BEHIND_ALL = "\uDBFF\uDFFF";

    private static final String MEASURE = """
            SELECT (SELECT count(*) FROM (
                      SELECT 1 FROM product_word w
                      WHERE w.word >= q.first AND w.word < q.behind ORDER BY w.word, w.sku LIMIT $3) AS few)
            FROM unnest($1::text[], $2::text[], $4::int4[]) AS q (first, behind, n)
            ORDER BY q.n
            """;

    private static final String IN_SKU_ORDER = """
            SELECT %1$s
            FROM (SELECT %1$s, words FROM product WHERE NOT deleted AND sku > $1 %2$s ORDER BY sku LIMIT $3) AS p
            WHERE words LIKE ALL ($2::text[])
            ORDER BY sku
            LIMIT $4
            """;

    static final String ALL_IN_SKU_ORDER = IN_SKU_ORDER.formatted(CatalogRepository.COLUMNS, "");
    static final String CATEGORY_IN_SKU_ORDER = IN_SKU_ORDER.formatted(CatalogRepository.COLUMNS, "AND category = $5");

    /**
     * LATERAL with a limit: one look-up for each SKU until the page is full, whatever the planner expects of the range.
     */
    static final String BY_WORD = """
            SELECT %1$s
            FROM (
              SELECT DISTINCT w.sku AS hit FROM product_word w
              WHERE w.word >= $3 AND w.word < $4 AND w.sku > $1
              ORDER BY w.sku) AS hits,
            LATERAL (
              SELECT %1$s FROM product
              WHERE sku = hit AND NOT deleted AND words LIKE ALL ($2::text[]) AND ($6 = '' OR category = $6)
              LIMIT 1) AS p
            ORDER BY hit
            LIMIT $5
            """.formatted(CatalogRepository.COLUMNS);

    /**
     * @param prefixes each must begin a word of the product; none: no condition
     * @param category exact; empty: no condition
     * @param after the SKU to go on behind
     * @param limit most products
     */
    record Search(List<String> prefixes, String category, String after, int limit) {
        Search {
            prefixes = List.copyOf(prefixes);
        }

        Search behind(List<Product> found) {
            return found.isEmpty()
                    ? this
                    : new Search(prefixes, category, found.getLast().sku(), limit - found.size());
        }

        /** To see whether something follows. */
        Search withOneMore() {
            return new Search(prefixes, category, after, limit + 1);
        }

        /** NUL is in no text of a database, and no parameter of a statement either. */
        boolean isPossible() {
            return category.indexOf('\0') < 0 && after.indexOf('\0') < 0;
        }

        /** The words begin after a space in the column, so that LIKE finds beginnings only. */
        String[] patterns() {
            return prefixes.stream().map(prefix -> "% " + prefix + "%").toArray(String[]::new);
        }
    }

    private record Range(String prefix, long products) {
        String behind() {
            return prefix + BEHIND_ALL;
        }
    }

    /** @return the first products behind {@code after} that match, by SKU */
    Future<List<Product>> find(SqlClient client, Search search) {
        if (!search.isPossible()) {
            return Future.succeededFuture(List.of());
        }
        if (search.prefixes().isEmpty()) {
            return inSkuOrder(client, search, search.limit());
        }
        return rarest(client, search.prefixes()).compose(rarest -> {
            if (rarest.products() == 0) {
                return Future.succeededFuture(List.of());
            }
            return rarest.products() < FEW
                    ? byWord(client, search, rarest)
                    : inSkuOrder(client, search, SCAN).compose(found -> fill(client, search, rarest, found));
        });
    }

    private static Future<List<Product>> fill(SqlClient client, Search search, Range rarest, List<Product> found) {
        if (found.size() == search.limit()) {
            return Future.succeededFuture(found);
        }
        return byWord(client, search.behind(found), rarest).map(rest -> {
            List<Product> whole = new ArrayList<>(found);
            whole.addAll(rest);
            return whole;
        });
    }

    private static Future<Range> rarest(SqlClient client, List<String> prefixes) {
        List<String> measured = prefixes.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MEASURED)
                .toList();
        Integer[] numbers = new Integer[measured.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        String[] behind = measured.stream().map(prefix -> prefix + BEHIND_ALL).toArray(String[]::new);
        return client.preparedQuery(MEASURE)
                .execute(Tuple.of(measured.toArray(String[]::new), behind, FEW, numbers))
                .map(rows -> {
                    List<Range> ranges = new ArrayList<>();
                    for (Row row : rows) {
                        ranges.add(new Range(measured.get(ranges.size()), row.getLong(0)));
                    }
                    return ranges.stream()
                            .min(Comparator.comparingLong(Range::products))
                            .orElseThrow();
                });
    }

    private static Future<List<Product>> inSkuOrder(SqlClient client, Search search, int scan) {
        Tuple parameters = Tuple.of(search.after(), search.patterns(), (long) scan, (long) search.limit());
        boolean all = search.category().isEmpty();
        if (!all) {
            parameters.addString(search.category());
        }
        return client.preparedQuery(all ? ALL_IN_SKU_ORDER : CATEGORY_IN_SKU_ORDER)
                .execute(parameters)
                .map(CatalogRepository::products);
    }

    private static Future<List<Product>> byWord(SqlClient client, Search search, Range range) {
        return client.preparedQuery(BY_WORD)
                .execute(Tuple.of(
                        search.after(),
                        search.patterns(),
                        range.prefix(),
                        range.behind(),
                        (long) search.limit(),
                        search.category()))
                .map(CatalogRepository::products);
    }
}
