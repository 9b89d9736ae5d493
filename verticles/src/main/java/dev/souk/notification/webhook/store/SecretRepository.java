package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.domain.SigningSecret;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All SQL of the secrets that webhooks are signed with. */
public final class SecretRepository {
    /** Secrets that sign at one time: of older ones no signature is made any more, their time over or not. */
    private static final int MOST = 5;

    private static final String RETIRE = """
        UPDATE webhook_secret SET expires_at = now() + $3::int8 * INTERVAL '1 millisecond'
        WHERE endpoint_id = $1 AND expires_at IS NULL AND id <> $2
        """;

    private static final String INSERT = """
        INSERT INTO webhook_secret (id, endpoint_id, secret) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING
        """;

    private static final String FORGET_EXPIRED = """
        DELETE FROM webhook_secret WHERE endpoint_id = $1 AND expires_at <= now()
        """;

    private static final String FORGET = """
        DELETE FROM webhook_secret WHERE endpoint_id = $1
        """;

    private static final String VALID = """
        SELECT endpoint_id, secret FROM webhook_secret
        WHERE endpoint_id = ANY ($1::uuid[]) AND (expires_at IS NULL OR expires_at > now())
        ORDER BY endpoint_id, expires_at IS NOT NULL, expires_at DESC
        """;

    /**
     * Makes this the endpoint's secret. Again, with the same id, it changes nothing.
     *
     * @param oldFor the one before signs beside it for so long
     */
    public Future<Void> rotate(SqlClient tx, UUID endpoint, UUID id, SigningSecret secret, Duration oldFor) {
        return tx.preparedQuery(RETIRE)
                .execute(Tuple.of(endpoint, id, oldFor.toMillis()))
                .compose(retired -> tx.preparedQuery(INSERT).execute(Tuple.of(id, endpoint, secret.text())))
                .compose(made -> tx.preparedQuery(FORGET_EXPIRED).execute(Tuple.of(endpoint)))
                .mapEmpty();
    }

    public Future<Void> forget(SqlClient tx, UUID endpoint) {
        return tx.preparedQuery(FORGET).execute(Tuple.of(endpoint)).mapEmpty();
    }

    /** @return by endpoint those that sign now, the newest first */
    public Future<Map<UUID, List<SigningSecret>>> valid(SqlClient client, Collection<UUID> endpoints) {
        return client.preparedQuery(VALID)
                .execute(Tuple.tuple().addArrayOfUUID(endpoints.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, List<SigningSecret>> valid = new HashMap<>();
                    for (Row row : rows) {
                        List<SigningSecret> of = valid.computeIfAbsent(row.getUUID(0), first -> new ArrayList<>());
                        if (of.size() < MOST) {
                            of.add(new SigningSecret(row.getString(1)));
                        }
                    }
                    return valid;
                });
    }
}
