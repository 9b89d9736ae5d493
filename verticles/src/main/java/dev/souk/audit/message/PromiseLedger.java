package dev.souk.audit.message;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The promise, as sums of one snapshot of the shop's database: no unit sold twice, no buyer charged twice, no order
 * lost. Stock is that of all SKUs; orders and money are those of the orders that were accepted since {@code since}.
 *
 * @param at when the snapshot was read, by the database's clock
 * @param tookMillis how long it took to read
 * @param wrong the parts of the promise that do not hold, in words; empty while all do
 */
public record PromiseLedger(
        Instant at, long tookMillis, Instant since, Stock stock, Orders orders, List<Money> money, List<String> wrong) {
    public PromiseLedger {
        money = List.copyOf(money);
        wrong = List.copyOf(wrong);
    }

    /**
     * Units; sums of counters of all SKUs.
     *
     * @param unbalanced SKUs whose counters do not add up
     * @param oversold units that were promised beyond what was received
     * @param heldByOrders the sum of the reservations that hold units, which is {@code held}
     */
    public record Stock(
            long skus,
            BigDecimal received,
            BigDecimal available,
            BigDecimal held,
            BigDecimal sold,
            BigDecimal heldByOrders,
            long unbalanced,
            BigDecimal oversold) {}

    /**
     * Counts.
     *
     * @param byStatus orders in each state; a state that none is in is left out
     * @param lost orders that were not settled well past their deadline
     */
    public record Orders(long accepted, Map<String, Long> byStatus, long lost) {
        public Orders {
            byStatus = Map.copyOf(byStatus);
        }
    }

    /**
     * Minor units of one currency.
     *
     * @param owed the cost of confirmed orders
     * @param captured the amount charged for them
     * @param outstanding the part of {@code owed} that is not charged yet
     * @param kept the amount charged for orders that ended without goods, and not given back yet
     * @param chargedTwice orders for which more was charged than they cost
     */
    public record Money(
            String currency,
            BigDecimal owed,
            BigDecimal captured,
            BigDecimal outstanding,
            BigDecimal kept,
            long chargedTwice) {}
}
