package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All SQL of leases: rows that say which node does a piece of work, and until when. */
final class LeaseRepository {
    private static final String ENSURE = """
            INSERT INTO lease (name, owner, expires_at)
            SELECT l.name, '', now() FROM unnest($1::text[]) AS l (name)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String STATE = """
            SELECT name, owner, expires_at < now() AS expired FROM lease WHERE name = ANY ($1::text[]) ORDER BY name
            """;

    private static final String TAKE = """
            UPDATE lease SET owner = $1, expires_at = now() + $2::int8 * INTERVAL '1 millisecond'
            WHERE name = ANY ($3::text[]) AND (owner = $1 OR expires_at < now())
            RETURNING name
            """;

    private static final String RELEASE = """
            UPDATE lease SET owner = '', expires_at = now() WHERE owner = $1 AND name = ANY ($2::text[])
            """;

    record LeaseState(String name, String owner, boolean expired) {}

    Future<Void> ensure(SqlClient client, Collection<String> names) {
        return client.preparedQuery(ENSURE)
                .execute(Tuple.of(names.toArray(String[]::new)))
                .mapEmpty();
    }

    Future<List<LeaseState>> state(SqlClient client, Collection<String> names) {
        return client.preparedQuery(STATE)
                .execute(Tuple.of(names.toArray(String[]::new)))
                .map(rows -> {
                    List<LeaseState> states = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        states.add(new LeaseState(row.getString(0), row.getString(1), row.getBoolean(2)));
                    }
                    return states;
                });
    }

    /** @return those of the leases that are now the owner's, for {@code ttl} from now by the database's clock */
    Future<List<String>> take(SqlClient client, String owner, Duration ttl, Collection<String> names) {
        return client.preparedQuery(TAKE)
                .execute(Tuple.of(owner, ttl.toMillis(), names.toArray(String[]::new)))
                .map(rows -> {
                    List<String> taken = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        taken.add(row.getString(0));
                    }
                    return taken;
                });
    }

    Future<Void> release(SqlClient client, String owner, Collection<String> names) {
        return client.preparedQuery(RELEASE)
                .execute(Tuple.tuple().addString(owner).addArrayOfString(names.toArray(String[]::new)))
                .mapEmpty();
    }
}
