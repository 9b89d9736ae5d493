package dev.souk.launcher.doctor;

import dev.souk.launcher.Schema;
import dev.souk.launcher.doctor.Patience.Answered;
import dev.souk.launcher.doctor.Patience.SilentException;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The database: whether it answers, its schema, its clock, and whether it sorts text as the shop relies on. */
final class DatabaseCheck {
    private static final int CLOSE_SECONDS = 2;
    /** CockroachDB stops a node whose clock is half a second off; tokens and deadlines bear somewhat more. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    /** By effect and not by name: CockroachDB sorts bytes whatever its collation is called. */
    private static final String ABOUT = """
            SELECT version() AS version, 'a' > 'B' AND 'é' > 'z' AS bytewise, clock_timestamp() AS told_at
            """;

    private final Vertx vertx;
    private final Patience patience;
    private final Settings.Sql sql;

    DatabaseCheck(Vertx vertx, Patience patience, Settings.Sql sql) {
        this.vertx = vertx;
        this.patience = patience;
        this.sql = sql;
    }

    /** @param asked by the clock of this machine, and {@code heard} the answer */
    private record About(Row row, Schema.State schema, Instant asked, Instant heard) {}

    Future<List<Finding>> examine() {
        String where = sql.host() + ":" + sql.port() + "/" + sql.database();
        Pool pool = SqlPool.open(vertx, sql);
        return patience.ask(sql.host(), sql.port(), () -> about(pool), failure -> !(failure instanceof PgException))
                .compose(about -> new LicenceCheck(pool)
                        .examine(about.answer().row().getString("version"))
                        .map(licence -> findings(where, about, licence)))
                .otherwise(failure -> List.of(failed(where, failure)))
                .eventually(() -> close(pool));
    }

    /** A frozen server does not confirm the end of a connection. */
    private static Future<Void> close(Pool pool) {
        return pool.close().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    private static Future<About> about(Pool pool) {
        Instant asked = Instant.now();
        return pool.query(ABOUT).execute().compose(rows -> {
            Instant heard = Instant.now();
            Row row = rows.iterator().next();
            return Schema.state(pool).map(schema -> new About(row, schema, asked, heard));
        });
    }

    private Finding failed(String where, Throwable failure) {
        if (failure instanceof SilentException) {
            return Finding.unreachable("database", where + ": " + failure.getMessage());
        }
        String todo = failure instanceof PgException refused ? todo(refused) : "";
        return Finding.unreachable("database", where + ": " + Finding.wordsOf(failure) + todo);
    }

    /** SQLSTATE, PostgreSQL's appendix A. */
    private String todo(PgException refused) {
        return switch (String.valueOf(refused.getSqlState())) {
            case "28P01", "28000" -> ": set sql.user and sql.password as the server knows them";
            case "3D000" -> ": create the database '" + sql.database() + "', then run 'souk migrate'";
            case "53300" -> ": the server has no connection left; lower sql.pool-size, or allow it more";
            default -> "";
        };
    }

    private static List<Finding> findings(String where, Answered<About> answered, List<Finding> licence) {
        About about = answered.answer();
        String server = where + ", " + server(about.row().getString("version")) + answered.lateness();
        List<Finding> findings = new ArrayList<>();
        findings.add(answered.isLate() ? Finding.slow("database", server) : Finding.good("database", server));
        findings.add(
                about.schema().missing().isEmpty()
                        ? Finding.good("schema", "version " + about.schema().newestKnown() + ", nothing missing")
                        : Finding.wrong(
                                "schema", "version " + about.schema().missing() + " missing: run 'souk migrate'"));
        findings.add(
                about.row().getBoolean("bytewise")
                        ? Finding.good("collation", "text sorts by its bytes (C)")
                        : Finding.wrong(
                                "collation",
                                "text does not sort by its bytes: create the database with the collation C"));
        findings.addAll(clock(about.row().getOffsetDateTime("told_at").toInstant(), about.asked(), about.heard()));
        findings.addAll(licence);
        return findings;
    }

    /** Nothing, where the clocks agree as far as can be told: the answer was made between question and hearing. */
    static List<Finding> clock(Instant told, Instant asked, Instant heard) {
        Duration ahead = Duration.between(heard, told);
        Duration behind = Duration.between(told, asked);
        Duration skew = ahead.compareTo(behind) > 0 ? ahead : behind;
        return skew.compareTo(SKEW) <= 0
                ? List.of()
                : List.of(Finding.wrong(
                        "clock",
                        "the database's clock is " + Patience.seconds(skew)
                                + (ahead.compareTo(behind) > 0 ? " ahead of" : " behind")
                                + " this machine's: let all machines take the time from one source (NTP)"));
    }

    /** {@code PostgreSQL 18.4 on x86_64 ...}, {@code CockroachDB CCL v25.4.1 (x86_64 ...)}: up to what it runs on. */
    private static String server(String version) {
        return version.split(" on | \\(", 2)[0];
    }
}
