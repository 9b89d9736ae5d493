package dev.souk.prove.check;

import java.time.Duration;

/**
 * @param scratchJdbcUrl of a PostgreSQL database that the checker may write in: its schema {@code facts} is made
 *     anew. It takes about as much room as the checked data
 * @param deadline of orders whose placement names none: {@code order.deadline} of the shop
 * @param slack on top of deadlines: the longest outage, and the time to catch up after it
 * @param mostViolations that a verdict shows; all are counted
 */
public record CheckerOptions(String scratchJdbcUrl, Duration deadline, Duration slack, int mostViolations) {

    /** Two minutes and 60 s of slack; 50 violations shown. */
    public static CheckerOptions usual(String scratchJdbcUrl) {
        return new CheckerOptions(scratchJdbcUrl, Duration.ofMinutes(2), Duration.ofSeconds(60), 50);
    }

    public CheckerOptions withDeadline(Duration orders, Duration more) {
        return new CheckerOptions(scratchJdbcUrl, orders, more, mostViolations);
    }
}
