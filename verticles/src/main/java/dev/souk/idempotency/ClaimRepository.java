package dev.souk.idempotency;

import dev.souk.sql.LostRaceException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All SQL of idempotency claims. */
public final class ClaimRepository {
    private static final String CLAIM = """
            INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
            SELECT c.principal, c.route, c.key, c.body_hash, c.resource
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
              AS c (principal, route, key, body_hash, resource)
            ON CONFLICT (principal, route, key) DO NOTHING
            RETURNING principal, route, key, body_hash, resource
            """;

    private static final String CLAIM_FRESH = """
            INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
            SELECT c.principal, c.route, c.key, c.body_hash, c.resource
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
              AS c (principal, route, key, body_hash, resource)
            """;

    private static final String FIND = """
            SELECT i.principal, i.route, i.key, i.body_hash, i.resource
            FROM unnest($1::text[], $2::text[], $3::text[]) AS c (principal, route, key)
            JOIN idempotency_claim i ON i.principal = c.principal AND i.route = c.route AND i.key = c.key
            """;

    private static final String WITHDRAW = """
            DELETE FROM idempotency_claim i
            USING unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS c (principal, route, key, resource)
            WHERE i.principal = c.principal AND i.route = c.route AND i.key = c.key AND i.resource = c.resource
            """;

    private static final String DELETE_OLD = """
            DELETE FROM idempotency_claim
            WHERE (principal, route, key) IN (
              SELECT principal, route, key FROM idempotency_claim
              WHERE created_at < now() - $1::int8 * INTERVAL '1 millisecond'
              ORDER BY created_at LIMIT $2)
            """;

    private static final String OLDEST = """
            SELECT (EXTRACT(EPOCH FROM now() - created_at) * 1000)::int8
            FROM idempotency_claim ORDER BY created_at LIMIT 1
            """;

    private record Id(String principal, String route, String key) {
        static Id of(Claim claim) {
            return new Id(claim.principal(), claim.route(), claim.key());
        }
    }

    /**
     * Claims in the transaction of the effect. Run again after a commit whose answer was lost, a claim is a replay of
     * its own resource.
     *
     * @return an outcome for each claim, in order; of equal keys in one call the first is the one that may be fresh
     */
    public Future<List<ClaimOutcome>> claim(SqlClient tx, List<Claim> claims) {
        return tx.preparedQuery(CLAIM)
                .execute(columns(claims))
                .map(ClaimRepository::byId)
                .compose(made -> made.size() == claims.size()
                        ? Future.succeededFuture(outcomes(claims, made, Map.of()))
                        : find(tx, claims).compose(found -> settled(claims, made, found)));
    }

    /** Claims keys that are free; fails with a broken rule of the data when one of them is taken. */
    public Future<Void> claimFresh(SqlClient tx, List<Claim> claims) {
        return tx.preparedQuery(CLAIM_FRESH).execute(columns(claims)).mapEmpty();
    }

    /** Whether no two of these are of one key. */
    public static boolean areDistinct(List<Claim> claims) {
        return claims.stream().map(Id::of).distinct().count() == claims.size();
    }

    /** A key that is neither ours nor another's was deleted in between: no caller may take it for fresh. */
    private static Future<List<ClaimOutcome>> settled(List<Claim> claims, Map<Id, Claim> made, Map<Id, Claim> found) {
        return claims.stream().map(Id::of).allMatch(id -> made.containsKey(id) || found.containsKey(id))
                ? Future.succeededFuture(outcomes(claims, made, found))
                : Future.failedFuture(new LostRaceException("a claim was deleted meanwhile"));
    }

    /** Looks without claiming: a request that would be refused must still find its earlier claim. */
    public Future<List<ClaimOutcome>> peek(SqlClient client, List<Claim> claims) {
        return find(client, claims).map(found -> outcomes(claims, Map.of(), found));
    }

    /** Takes back fresh claims whose effect, as it turned out in the same transaction, is refused; others' stay. */
    public Future<Void> withdraw(SqlClient tx, List<Claim> claims) {
        return tx.preparedQuery(WITHDRAW)
                .execute(Tuple.of(
                        texts(claims, Claim::principal),
                        texts(claims, Claim::route),
                        texts(claims, Claim::key),
                        texts(claims, Claim::resource)))
                .mapEmpty();
    }

    /** @return how many claims older than {@code age} were deleted, {@code limit} at the most */
    public Future<Integer> deleteOlderThan(SqlClient client, Duration age, int limit) {
        return client.preparedQuery(DELETE_OLD)
                .execute(Tuple.of(age.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    /** @return age of the oldest claim; zero when there is none */
    public Future<Duration> oldest(SqlClient client) {
        return client.query(OLDEST).execute().map(rows -> {
            Duration oldest = Duration.ZERO;
            for (Row row : rows) {
                oldest = Duration.ofMillis(row.getLong(0));
            }
            return oldest;
        });
    }

    private static Future<Map<Id, Claim>> find(SqlClient client, List<Claim> claims) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(
                        texts(claims, Claim::principal), texts(claims, Claim::route), texts(claims, Claim::key)))
                .map(ClaimRepository::byId);
    }

    private static Map<Id, Claim> byId(RowSet<Row> rows) {
        Map<Id, Claim> claims = new HashMap<>();
        for (Row row : rows) {
            Claim claim =
                    new Claim(row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4));
            claims.put(Id.of(claim), claim);
        }
        return claims;
    }

    private static List<ClaimOutcome> outcomes(List<Claim> wanted, Map<Id, Claim> made, Map<Id, Claim> found) {
        return wanted.stream()
                .map(claim -> outcome(claim, made.get(Id.of(claim)), found.get(Id.of(claim))))
                .toList();
    }

    private static ClaimOutcome outcome(Claim wanted, @Nullable Claim made, @Nullable Claim found) {
        Claim stored = made == null ? found : made;
        if (stored == null || (made != null && made.resource().equals(wanted.resource()))) {
            return new ClaimOutcome.Fresh();
        }
        return stored.bodyHash().equals(wanted.bodyHash())
                ? new ClaimOutcome.Replay(stored.resource())
                : new ClaimOutcome.KeyReused();
    }

    private static Tuple columns(List<Claim> claims) {
        return Tuple.of(
                texts(claims, Claim::principal),
                texts(claims, Claim::route),
                texts(claims, Claim::key),
                texts(claims, Claim::bodyHash),
                texts(claims, Claim::resource));
    }

    private static String[] texts(List<Claim> claims, Function<Claim, String> column) {
        return claims.stream().map(column).toArray(String[]::new);
    }
}
