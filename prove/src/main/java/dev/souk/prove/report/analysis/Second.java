package dev.souk.prove.report.analysis;

import org.jspecify.annotations.Nullable;

/**
 * The answers that buyers got in one second. Times to answer are milliseconds, of the requests that were served; absent
 * when none was served.
 *
 * @param accepted orders, each key once, at its first 201
 * @param confirmed orders that became CONFIRMED
 * @param orders order requests served: accepted, or refused for good
 * @param catalog reads of the catalog served
 * @param lookups reads of stock and orders served
 * @param lost requests of any kind that ended without an answer
 * @param unavailable answers 503
 * @param throttled answers 429 and 408
 * @param faults other answers 5xx
 */
public record Second(
        long accepted,
        long confirmed,
        long orders,
        long catalog,
        long lookups,
        long lost,
        long unavailable,
        long throttled,
        long faults,
        @Nullable Double orderP50,
        @Nullable Double orderP99,
        @Nullable Double readP50,
        @Nullable Double readP99) {

    public long unserved() {
        return lost + unavailable + throttled + faults;
    }
}
