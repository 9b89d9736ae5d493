package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The two statements of a check. Whatever the database holds, a bounded number of rows leaves it, and words only with
 * those that a report lists.
 *
 * @param count gives one number: how many things are looked at
 * @param suspects gives {@code (id text, detail text)} of what breaks the invariant, an id once. In a settling check
 *     {@code $1} is a {@code uuid[]} of the only ids to look at, or NULL for all
 */
public record CheckSql(String count, String suspects) {
    /** So many suspects are watched one by one; a shop that has more of them is not in flight but broken. */
    public static final int MOST_SUSPECTS = 100_000;

    private static final String FIRST = """
            SELECT s.id, CASE WHEN row_number() OVER (ORDER BY s.id) <= %d THEN s.detail ELSE '' END AS detail,
                   count(*) OVER () AS total
            FROM (
            %s) AS s
            ORDER BY s.id
            LIMIT %d
            """;

    /** Of a check whose suspects are violations at once: a suspect that is not listed need not be known by name. */
    static CheckSql atOnce(String count, String suspects) {
        return new CheckSql(count, FIRST.formatted(Finding.LISTED, suspects, Finding.LISTED));
    }

    /** Of a check whose suspects are looked at again until they have settled. */
    static CheckSql settling(String count, String suspects) {
        return new CheckSql(count, FIRST.formatted(Finding.LISTED, suspects, MOST_SUSPECTS));
    }

    Future<Finding> look(SqlClient snapshot, Tuple parameters) {
        return snapshot.preparedQuery(count)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .compose(checked -> suspects(snapshot, checked, parameters));
    }

    /** As {@link #look} without counting. */
    Future<Finding> lookAgain(SqlClient snapshot, Tuple parameters) {
        return suspects(snapshot, 0, parameters);
    }

    private Future<Finding> suspects(SqlClient snapshot, long checked, Tuple parameters) {
        return snapshot.preparedQuery(suspects).execute(parameters).map(rows -> finding(checked, rows));
    }

    private static Finding finding(long checked, RowSet<Row> rows) {
        List<Suspect> suspects = new ArrayList<>(rows.size());
        long total = 0;
        for (Row row : rows) {
            suspects.add(new Suspect(row.getString(0), row.getString(1)));
            total = row.getLong(2);
        }
        return new Finding(checked, 0, total, suspects);
    }

    /** The first parameter of a settling check: everything. */
    static Tuple everything() {
        return Tuple.tuple().addValue(null);
    }

    /** The first parameter of a settling check: these alone. */
    static Tuple only(Collection<String> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.stream().map(UUID::fromString).toArray(UUID[]::new));
    }
}
