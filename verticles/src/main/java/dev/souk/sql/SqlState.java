package dev.souk.sql;

import dev.souk.bus.BusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a database failure means: the only place where SQLSTATE is read. Codes: PostgreSQL manual, appendix A;
 * CockroachDB uses the same.
 */
public enum SqlState {
    /** Another transaction was in the way: run the whole transaction again. */
    CONFLICT,
    /** The connection or the server went away, before or after the commit: run again, keys find what was done. */
    LOST,
    /** No connection is free and too many wait for one. */
    BUSY,
    /** The data broke a rule (class 22, 23): some item of the batch is at fault. */
    CONTENT,
    /** Not the database's word, or a defect of the statement. */
    OTHER;

    public static SqlState of(@Nullable Throwable failure) {
        return switch (failure) {
            case PgException pg -> ofCode(pg.getSqlState());
            case LostRaceException race -> CONFLICT;
            case ClosedConnectionException closed -> LOST;
            case IOException io -> LOST;
            case TimeoutException timeout -> LOST;
            case BusyException busy -> BUSY;
            case null -> OTHER;
            default -> ofMessage(failure);
        };
    }

    private static SqlState ofCode(@Nullable String code) {
        if (code == null || code.length() != 5) {
            return OTHER;
        }
        return switch (code) {
            case "40001", "40P01" -> CONFLICT;
            // ambiguous commit; statement time-out; shutdown and crash; not yet up; too many connections
            case "40003", "57014", "57P01", "57P02", "57P03", "53300" -> LOST;
            default ->
                switch (code.substring(0, 2)) {
                    case "08" -> LOST;
                    case "22", "23" -> CONTENT;
                    default -> OTHER;
                };
        };
    }

    /** The pool tells these two by their words alone. */
    private static SqlState ofMessage(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("max wait queue size")) {
            return BUSY;
        }
        boolean lost = message.contains("connection may have been lost")
                || message.contains("Connection is closed")
                || message.contains("Connection is not active")
                || message.contains("Pool closed");
        return lost || failure.getCause() instanceof IOException ? LOST : OTHER;
    }

    /** Running the same work again may succeed without anybody's help. */
    public boolean isTransient() {
        return this == CONFLICT || this == LOST || this == BUSY;
    }
}
