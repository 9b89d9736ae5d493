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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens the bounded connection pool of a node. Every transaction is SERIALIZABLE by the connection's default.
 *
 * <p>Nothing waits without an end: for a free connection 3 s; for a statement the server's {@code statement_timeout};
 * for a server that is frozen and keeps no time-out of its own, {@link #attemptLimit}. A node that is frozen inside a
 * transaction loses its locks after the time of a statement.
 */
public final class SqlPool {
    private static final Duration GRACE = Duration.ofSeconds(5);

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

    /**
     * Where the native transport is in use the kernel breaks a connection whose host is gone after this time. Else it
     * tries for a quarter of an hour, and the connection is not free before that.
     */
    private static NetClientOptions socket(Settings.Sql sql) {
        return new NetClientOptions()
                .setConnectTimeout(2_000)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout((int) attemptLimit(sql).toMillis());
    }

    /**
     * The time that a transaction of a node may take before its caller is told that its outcome is unknown. The client
     * cannot break a connection to a frozen server (it takes leave and waits for the answer), so the connection stays
     * taken until the server goes on or dies; meanwhile the pool's other bounds hold.
     */
    public static Duration attemptLimit(Settings.Sql sql) {
        return sql.statementTimeout().plus(GRACE);
    }
}
