package dev.souk.audit.promise;

import java.math.BigDecimal;

/**
 * Orders of one state and one currency.
 *
 * @param late those that are not settled well past their deadline
 * @param uncaptured the cost of those for which nothing was charged
 * @param overcharged those for which more was charged than they cost
 * @param overdue those that wait too long for their capture
 */
record OrderSums(
        String status,
        String currency,
        long count,
        long late,
        BigDecimal total,
        BigDecimal captured,
        BigDecimal refunded,
        BigDecimal uncaptured,
        long overcharged,
        long overdue) {}
