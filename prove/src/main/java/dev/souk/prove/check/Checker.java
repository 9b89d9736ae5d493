package dev.souk.prove.check;

import dev.souk.prove.check.facts.FactBase;
import dev.souk.prove.check.facts.FactKind;
import dev.souk.prove.check.facts.FactLoader;
import dev.souk.prove.check.facts.HistoryLoader;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.check.facts.UnreadableException;
import dev.souk.prove.check.promise.Check;
import dev.souk.prove.check.promise.Checks;
import dev.souk.prove.history.HistoryReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every promise against a history and a shop's stores. Call when the shop has come to rest ({@link Quiet}): work
 * that is still under way looks like a violation.
 *
 * <p>Blocks the calling thread; for a million orders some minutes. Memory use is bounded, disk use is not.
 */
public final class Checker {
    private static final Logger log = LoggerFactory.getLogger(Checker.class);

    private static final String STATUSES = "SELECT status, count(*) FROM orders GROUP BY status";

    private static final String CONFIRMATIONS = """
            SELECT floor(extract(epoch FROM at))::int8, count(*) FROM step WHERE event = 'order.confirmed' GROUP BY 1
            """;

    private final CheckerOptions options;

    /** Reads the key of a count from the first column; the second column is the count. */
    @FunctionalInterface
    private interface Key<K> {
        K of(ResultSet row) throws SQLException;
    }

    public Checker(CheckerOptions options) {
        this.options = options;
    }

    /** @throws UnreadableException when anything cannot be read: then there is no verdict at all */
    public CheckReport check(Path history, ShopFacts facts) {
        long begin = System.nanoTime();
        try (FactBase base = FactBase.create(options.scratchJdbcUrl())) {
            boolean cut = load(history, base);
            facts.read(new FactLoader(base));
            Map<String, Long> counts = base.complete(options.deadline(), options.slack());
            List<Verdict> verdicts = new ArrayList<>();
            for (Check check : Checks.ALL) {
                verdicts.add(verdict(check, facts.kinds(), base));
            }
            SortedMap<String, Long> statuses = counted(base, STATUSES, row -> row.getString(1));
            SortedMap<Instant, Long> confirmations =
                    counted(base, CONFIRMATIONS, row -> Instant.ofEpochSecond(row.getLong(1)));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            return new CheckReport(facts.shop(), verdicts, counts, statuses, confirmations, cut, millis);
        } catch (SQLException e) {
            throw new UnreadableException("the facts cannot be checked", e);
        }
    }

    private static <K extends Comparable<K>> SortedMap<K, Long> counted(FactBase base, String sql, Key<K> key)
            throws SQLException {
        SortedMap<K, Long> counts = new TreeMap<>();
        try (Statement statement = base.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                counts.put(key.of(row), row.getLong(2));
            }
        }
        return counts;
    }

    private static boolean load(Path history, FactBase base) {
        HistoryLoader loader = new HistoryLoader(base);
        try {
            boolean cut = HistoryReader.read(history, loader).cut();
            loader.complete();
            return cut;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UnreadableException("the history cannot be read", e);
        }
    }

    private Verdict verdict(Check check, Set<FactKind> kept, FactBase base) throws SQLException {
        Set<FactKind> missing = EnumSet.noneOf(FactKind.class);
        check.needs().stream().filter(kind -> !kept.contains(kind)).forEach(missing::add);
        if (!missing.isEmpty()) {
            return Verdict.skipped(
                    check,
                    "the shop keeps no " + missing.stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
        long begin = System.nanoTime();
        Verdict verdict = ask(check, base);
        log.atDebug()
                .addKeyValue("check", check.name())
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                .log("{} checked, {} violations", verdict.checked(), verdict.count());
        return verdict;
    }

    private Verdict ask(Check check, FactBase base) throws SQLException {
        try (Statement statement = base.connection().createStatement()) {
            long checked;
            try (ResultSet row = statement.executeQuery(check.checked())) {
                row.next();
                checked = row.getLong(1);
            }
            try (ResultSet rows = statement.executeQuery(counted(check))) {
                List<Violation> violations = new ArrayList<>();
                long count = 0;
                long excess = 0;
                while (rows.next()) {
                    violations.add(new Violation(rows.getString(1), rows.getString(2)));
                    count = rows.getLong(3);
                    excess = rows.getLong(4);
                }
                return new Verdict(
                        check.name(),
                        check.promise(),
                        count == 0,
                        checked,
                        count,
                        excess,
                        check.unit(),
                        violations,
                        null);
            }
        } catch (SQLException e) {
            throw new SQLException(check.name() + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    private String counted(Check check) {
        return """
                WITH violation AS MATERIALIZED (%s)
                SELECT subject, detail, (SELECT count(*) FROM violation),
                       (SELECT COALESCE(sum(excess), 0)::int8 FROM violation)
                FROM violation ORDER BY subject, detail LIMIT %d
                """.formatted(check.violations(), options.mostViolations());
    }
}
