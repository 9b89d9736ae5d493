package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All SQL of leases: rows that say which node does a piece of work, and until when, and who takes part at all. */
final class LeaseRepository {
    private static final String ENSURE = """
            INSERT INTO lease (name, owner, expires_at)
            SELECT l.name, '', now() FROM unnest($1::text[]) AS l (name)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String JOIN = """
            INSERT INTO lease_member (set_name, owner, expires_at)
            VALUES ($1, $2, now() + $3::int8 * INTERVAL '1 millisecond')
            ON CONFLICT (set_name, owner) DO UPDATE SET expires_at = excluded.expires_at
            """;

    private static final String MEMBERS = """
            SELECT owner, expires_at < now() AS expired FROM lease_member WHERE set_name = $1
            """;

    private static final String LEAVE = """
            DELETE FROM lease_member WHERE set_name = $1 AND owner = $2
            """;

    private static final String FORGET_EXPIRED = """
            DELETE FROM lease_member WHERE set_name = $1 AND expires_at < now()
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

    private static final String DEPART = """
            UPDATE lease SET owner = '', expires_at = now()
            WHERE owner = $1 AND name = ANY ($2::text[]) AND expires_at >= now()
            """;

    record LeaseState(String name, String owner, boolean expired) {}

    record Member(String owner, boolean expired) {}

    Future<Void> ensure(SqlClient client, Collection<String> names) {
        return client.preparedQuery(ENSURE)
                .execute(Tuple.tuple().addArrayOfString(texts(names)))
                .mapEmpty();
    }

    /** Says that the owner takes part in the set, for {@code ttl} from now by the database's clock. */
    Future<Void> join(SqlClient client, String set, String owner, Duration ttl) {
        return client.preparedQuery(JOIN)
                .execute(Tuple.of(set, owner, ttl.toMillis()))
                .mapEmpty();
    }

    Future<List<Member>> members(SqlClient client, String set) {
        return client.preparedQuery(MEMBERS).execute(Tuple.of(set)).map(rows -> {
            List<Member> members = new ArrayList<>(rows.size());
            for (Row row : rows) {
                members.add(new Member(row.getString(0), row.getBoolean(1)));
            }
            return members;
        });
    }

    Future<Void> leave(SqlClient client, String set, String owner) {
        return client.preparedQuery(LEAVE).execute(Tuple.of(set, owner)).mapEmpty();
    }

    Future<Void> forgetExpired(SqlClient client, String set) {
        return client.preparedQuery(FORGET_EXPIRED).execute(Tuple.of(set)).mapEmpty();
    }

    Future<List<LeaseState>> state(SqlClient client, Collection<String> names) {
        return client.preparedQuery(STATE)
                .execute(Tuple.tuple().addArrayOfString(texts(names)))
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
                .execute(Tuple.tuple().addString(owner).addLong(ttl.toMillis()).addArrayOfString(texts(names)))
                .map(rows -> {
                    List<String> taken = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        taken.add(row.getString(0));
                    }
                    return taken;
                });
    }

    /** An owner that is gone has none of them any more, and takes part no more. */
    Future<Void> depart(SqlClient client, String set, String gone, Collection<String> names) {
        return client.preparedQuery(DEPART)
                .execute(Tuple.tuple().addString(gone).addArrayOfString(texts(names)))
                .compose(freed -> leave(client, set, gone));
    }

    Future<Void> release(SqlClient client, String owner, Collection<String> names) {
        return names.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(RELEASE)
                        .execute(Tuple.tuple().addString(owner).addArrayOfString(texts(names)))
                        .mapEmpty();
    }

    private static String[] texts(Collection<String> of) {
        return of.toArray(String[]::new);
    }
}
