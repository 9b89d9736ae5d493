package dev.souk.sql;

import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens the bounded connection pool of a node. Every transaction is SERIALIZABLE by the connection's default. */
public final class SqlPool {
    private SqlPool() {}

    public static Pool open(Vertx vertx, Settings.Sql sql) {
        return open(vertx, sql, sql.database());
    }

    /** @param database on the same server, instead of the one in the settings */
    public static Pool open(Vertx vertx, Settings.Sql sql, String database) {
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
                        "application_name", "souk",
                        "default_transaction_isolation", "serializable",
                        "statement_timeout",
                                Long.toString(sql.statementTimeout().toMillis())));
        SslMode ssl = SslMode.of(sql.sslMode());
        connect.setSslMode(ssl);
        if (ssl != SslMode.DISABLE) {
            connect.setSslOptions(new ClientSSLOptions()
                    .setTrustAll(ssl != SslMode.VERIFY_CA && ssl != SslMode.VERIFY_FULL)
                    .setHostnameVerificationAlgorithm(ssl == SslMode.VERIFY_FULL ? "HTTPS" : ""));
        }
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
                .with(new NetClientOptions().setConnectTimeout(2_000))
                .connectingTo(connect)
                .using(vertx)
                .build();
    }
}
