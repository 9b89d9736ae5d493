package dev.souk.stock.store;

import dev.souk.sql.LostRaceException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.function.Function;

/**
 * Looks whether a conditional write hit every row that it was for; if one was no longer as it had been read, the
 * transaction is to be run again.
 *
 * @param rows that are to be hit
 * @param what they are, in words
 */
record CompareAndSet(int rows, String what) implements Function<RowSet<Row>, Future<Void>> {
    @Override
    public Future<Void> apply(RowSet<Row> written) {
        return written.rowCount() == rows
                ? Future.succeededFuture()
                : Future.failedFuture(new LostRaceException(
                        (rows - written.rowCount()) + " of " + rows + " " + what + " were not as they had been read"));
    }
}
