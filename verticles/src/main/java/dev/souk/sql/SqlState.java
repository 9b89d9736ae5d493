package dev.souk.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.souk.bus.BusyException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a database failure: the only place where SQLSTATE is read. Codes: PostgreSQL manual, appendix A;
 * CockroachDB uses the same.
 */
public enum SqlState {
    /** Another transaction was in the way: run the whole transaction again. */
    CONFLICT,
    /**
     * The connection or the server went away, before or after the commit, or cannot serve now (starting, full, read
     * only): run again; keys find the effects of the first run.
     */
    LOST,
    /** The server, or this side, ended a statement that took too long: less work at a time may get through. */
    TIMEOUT,
    /** No connection is free and too many wait for one. */
    BUSY,
    /** The data broke a rule: some item of the batch is at fault. */
    CONTENT,
    /** The server refuses the statement itself: the schema or the privileges are not what this version expects. */
    DEFECT,
    /** A failure that the database did not report. */
    OTHER;

    /** The client and its pool tell these by their words alone. */
    private static final Set<String> LOST_WORDS = Set.of(
            // no connection was free in time: once for a connection, once for a single query
            "Timeout",
            "Timeout waiting for connection",
            "Pending requests failed to be sent due to connection has been closed.",
            "Connection was closed",
            "Pool closed",
            "Client is closed");

    private static final String NOT_ACTIVE = "Connection is not active now";

    public static SqlState of(@Nullable Throwable failure) {
        return switch (failure) {
            case PgException pg -> ofCode(pg.getSqlState());
            case LostRaceException race -> CONFLICT;
            case ClosedConnectionException closed -> LOST;
            // An IOException by its class, but it is about the content and not about the connection to the database.
            case JsonProcessingException json -> OTHER;
            case IOException io -> LOST;
            case TimeoutException timeout -> TIMEOUT;
            case ConnectionPoolTooBusyException full -> BUSY;
            case BusyException busy -> BUSY;
            case null -> OTHER;
            default -> ofWords(failure);
        };
    }

    private static SqlState ofCode(@Nullable String code) {
        if (code == null || code.length() != 5) {
            return DEFECT;
        }
        return switch (code) {
            case "40001", "40P01" -> CONFLICT;
            case "57014" -> TIMEOUT;
            // ambiguous commit; read only, so not the primary; the transaction sat idle; the database is not there
            // (yet)
            case "40003", "25006", "25P03", "3D000" -> LOST;
            default ->
                switch (code.substring(0, 2)) {
                    // connection; login; out of resources; not in a state to; operator; system and storage
                    case "08", "28", "53", "55", "57", "58" -> LOST;
                    // cardinality; data; constraint; check option; a value beyond the program's limits
                    case "21", "22", "23", "44", "54" -> CONTENT;
                    default -> DEFECT;
                };
        };
    }

    private static SqlState ofWords(Throwable failure) {
        String words = failure.getMessage();
        boolean lost = words != null && (LOST_WORDS.contains(words) || words.startsWith(NOT_ACTIVE));
        boolean cut = failure.getCause() instanceof IOException cause && !(cause instanceof JsonProcessingException);
        return lost || cut ? LOST : OTHER;
    }

    /** Running the same work again may succeed without an operator's help. */
    public boolean isTransient() {
        return switch (this) {
            case CONFLICT, LOST, TIMEOUT, BUSY -> true;
            case CONTENT, DEFECT, OTHER -> false;
        };
    }
}
