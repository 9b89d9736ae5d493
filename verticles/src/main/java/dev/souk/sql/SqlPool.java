package dev.souk.sql;

import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens the bounded connection pool of a node. Every transaction is SERIALIZABLE by the connection's default.
 *
 * <p>Nothing waits without an end: for a free connection 3 s; for a statement the server's {@code statement_timeout};
 * for a server that is frozen or unreachable, which keeps no time-out of its own, {@value #GRACE_SECONDS} s more than
 * that. A node that is frozen inside a transaction loses its locks after the same time.
 */
public final class SqlPool {
    private static final int GRACE_SECONDS = 5;

    private SqlPool() {}

    public static Pool open(Vertx vertx, Settings.Sql sql) {
        return open(vertx, sql, sql.database());
    }

    /** @param database on the same server, instead of the one in the settings */
    public static Pool open(Vertx vertx, Settings.Sql sql, String database) {
        PoolOptions pool = new PoolOptions()
                .setName("souk-" + database)
                .setMaxSize(sql.poolSize())
                .setMaxWaitQueueSize(sql.waitQueue())
                .setConnectionTimeout(3)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(30)
                .setMaxLifetimeUnit(TimeUnit.MINUTES)
                .setIdleTimeout(5)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        return PgBuilder.pool()
                .with(pool)
                .with(socket(sql))
                .connectingTo(connection(sql, database))
                .using(vertx)
                .build();
    }

    private static PgConnectOptions connection(Settings.Sql sql, String database) {
        String limit = Long.toString(sql.statementTimeout().toMillis());
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(sql.host())
                .setPort(sql.port())
                .setDatabase(database)
                .setUser(sql.user())
                .setPassword(sql.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPipeliningLimit(64)
                .setProperties(Map.of(
                        "application_name",
                        "souk",
                        "default_transaction_isolation",
                        "serializable",
                        "statement_timeout",
                        limit,
                        "idle_in_transaction_session_timeout",
                        limit));
        SslMode mode = SslMode.of(sql.sslMode());
        connect.setSslMode(mode);
        if (mode != SslMode.DISABLE) {
            connect.setSslOptions(ssl(mode, sql.caFile()));
        }
        return connect;
    }

    private static ClientSSLOptions ssl(SslMode mode, String caFile) {
        boolean verify = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        ClientSSLOptions ssl = new ClientSSLOptions()
                .setTrustAll(!verify)
                .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (verify) {
            ssl.setTrustOptions(new PemTrustOptions().addCertPath(caFile));
        }
        return ssl;
    }

    /** A connection on which nothing is read for longer than any statement may take is dead, or idle: it is closed. */
    private static NetClientOptions socket(Settings.Sql sql) {
        long silence = sql.statementTimeout().toSeconds() + GRACE_SECONDS;
        return new NetClientOptions()
                .setConnectTimeout(2_000)
                .setTcpKeepAlive(true)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setReadIdleTimeout((int) silence);
    }
}
