package dev.souk.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collector;

/**
 * A connection inside one transaction that tells whether the client can be trusted to send all of its statements.
 *
 * <p>The client checks parameters against the types that the server named when it prepared the statement, so it may
 * refuse one long after {@code execute} has returned, when a COMMIT is already queued behind it. The server never hears
 * of that statement and commits the others. A statement whose text and types of parameters have passed before is not
 * refused.
 */
final class WatchedClient implements SqlClient {
    /** A program has some hundred statements. A statement beyond this number waits for its answer before COMMIT. */
    private static final int MOST = 2_000;

    /** A statement as the client judges it. */
    record Shape(String sql, List<Class<?>> types) {}

    private final SqlClient connection;
    private final Set<Shape> passed;
    private final List<Shape> unproven = new ArrayList<>();

    /** @param passed shared by all connections of one server; safe for several threads */
    WatchedClient(SqlClient connection, Set<Shape> passed) {
        this.connection = connection;
        this.passed = passed;
    }

    /** Whether every statement so far is one that has passed before. */
    boolean isProven() {
        return unproven.isEmpty();
    }

    /** Call when all statements have succeeded. */
    void prove() {
        if (passed.size() < MOST) {
            passed.addAll(unproven);
        }
    }

    private void watch(String sql, Tuple parameters) {
        Shape shape = new Shape(sql, parameters.types());
        if (!passed.contains(shape)) {
            unproven.add(shape);
        }
    }

    /** The simple protocol has no parameters. */
    @Override
    public Query<RowSet<Row>> query(String sql) {
        return connection.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new Watched<>(sql, connection.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new Watched<>(sql, connection.preparedQuery(sql, options));
    }

    @Override
    public Future<Void> close() {
        return connection.close();
    }

    private final class Watched<T> implements PreparedQuery<T> {
        private final String sql;
        private final PreparedQuery<T> query;

        Watched(String sql, PreparedQuery<T> query) {
            this.sql = sql;
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return execute(Tuple.tuple());
        }

        @Override
        public Future<T> execute(Tuple parameters) {
            watch(sql, parameters);
            return query.execute(parameters);
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            batch.forEach(parameters -> watch(sql, parameters));
            return query.executeBatch(batch);
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Watched<>(sql, query.collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Watched<>(sql, query.mapping(mapper));
        }
    }
}
