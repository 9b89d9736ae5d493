package dev.souk.launcher.doctor;

import dev.souk.launcher.Schema;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The database: whether it answers, its schema, and whether it sorts text as the shop relies on. */
final class DatabaseCheck {
    private static final int LIMIT_SECONDS = 6;

    /** By effect and not by name: CockroachDB sorts bytes whatever its collation is called. */
    private static final String ABOUT = """
            SELECT version() AS version, 'a' > 'B' AND 'é' > 'z' AS bytewise
            """;

    private final Vertx vertx;
    private final Settings.Sql sql;

    DatabaseCheck(Vertx vertx, Settings.Sql sql) {
        this.vertx = vertx;
        this.sql = sql;
    }

    Future<List<Finding>> examine() {
        String where = sql.host() + ":" + sql.port() + "/" + sql.database();
        Pool pool = SqlPool.open(vertx, sql);
        return pool.query(ABOUT)
                .execute()
                .map(rows -> rows.iterator().next())
                .compose(about -> Schema.state(pool).map(state -> findings(where, about, state)))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .otherwise(failure -> List.of(Finding.bad("database", where, failure)))
                .eventually(pool::close);
    }

    private static List<Finding> findings(String where, Row about, Schema.State schema) {
        return List.of(
                Finding.good("database", where + ", " + server(about.getString("version"))),
                schema.missing().isEmpty()
                        ? Finding.good("schema", "version " + schema.newestKnown() + ", nothing missing")
                        : Finding.bad("schema", "version " + schema.missing() + " missing: run 'souk migrate'"),
                about.getBoolean("bytewise")
                        ? Finding.good("collation", "text sorts by its bytes (C)")
                        : Finding.bad(
                                "collation",
                                "text does not sort by its bytes: create the database with the collation C"));
    }

    /** {@code PostgreSQL 18.4 on x86_64 ...}, {@code CockroachDB CCL v25.4.1 (x86_64 ...)}: up to what it runs on. */
    private static String server(String version) {
        return version.split(" on | \\(", 2)[0];
    }
}
