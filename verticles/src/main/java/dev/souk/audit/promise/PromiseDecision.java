package dev.souk.audit.promise;

import dev.souk.audit.message.PromiseLedger;
import dev.souk.audit.message.PromiseLedger.Money;
import dev.souk.audit.message.PromiseLedger.Orders;
import dev.souk.audit.message.PromiseLedger.Stock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes the ledger of its sums, and says what of the promise does not hold. */
final class PromiseDecision {
    private static final Set<String> OWED = Set.of("CONFIRMED", "SHIPPED", "DELIVERED", "REFUNDED");
    private static final Set<String> WITHOUT_GOODS = Set.of("REJECTED", "PAYMENT_FAILED", "CANCELLED", "EXPIRED");

    private PromiseDecision() {}

    static PromiseLedger decide(Instant at, long tookMillis, Instant since, Stock stock, List<OrderSums> sums) {
        List<String> wrong = new ArrayList<>();
        judge(stock, wrong);
        Map<String, Long> byStatus = new TreeMap<>();
        Map<String, Money> money = new TreeMap<>();
        long accepted = 0;
        long lost = 0;
        long overdue = 0;
        for (OrderSums sum : sums) {
            accepted += sum.count();
            lost += sum.late();
            overdue += OWED.contains(sum.status()) ? sum.overdue() : 0;
            byStatus.merge(sum.status(), sum.count(), Long::sum);
            money.merge(sum.currency(), money(sum), PromiseDecision::plus);
        }
        money.values().forEach(one -> judge(one, wrong));
        say(lost, "orders are not settled past their deadline", wrong);
        say(overdue, "confirmed orders wait too long for their capture", wrong);
        return new PromiseLedger(
                at, tookMillis, since, stock, new Orders(accepted, byStatus, lost), List.copyOf(money.values()), wrong);
    }

    private static void judge(Stock stock, List<String> wrong) {
        say(stock.unbalanced(), "SKUs have counters that do not add up", wrong);
        if (stock.oversold().signum() != 0) {
            wrong.add(stock.oversold() + " units were sold beyond what was received");
        }
        if (stock.held().compareTo(stock.heldByOrders()) != 0) {
            wrong.add("the shelves hold " + stock.held() + " units, and the orders " + stock.heldByOrders());
        }
    }

    private static void judge(Money money, List<String> wrong) {
        say(money.chargedTwice(), "orders were charged more than they cost, in " + money.currency(), wrong);
        BigDecimal known = money.captured().add(money.outstanding());
        if (known.compareTo(money.owed()) != 0) {
            wrong.add("of " + money.owed() + " that are owed, " + known + " are charged or outstanding, in "
                    + money.currency());
        }
    }

    private static void say(long count, String what, List<String> wrong) {
        if (count != 0) {
            wrong.add(count + " " + what);
        }
    }

    private static Money money(OrderSums sum) {
        boolean owed = OWED.contains(sum.status());
        BigDecimal kept =
                WITHOUT_GOODS.contains(sum.status()) ? sum.captured().subtract(sum.refunded()) : BigDecimal.ZERO;
        return new Money(
                sum.currency(),
                owed ? sum.total() : BigDecimal.ZERO,
                owed ? sum.captured() : BigDecimal.ZERO,
                owed ? sum.uncaptured() : BigDecimal.ZERO,
                kept,
                sum.overcharged());
    }

    private static Money plus(Money one, Money other) {
        return new Money(
                one.currency(),
                one.owed().add(other.owed()),
                one.captured().add(other.captured()),
                one.outstanding().add(other.outstanding()),
                one.kept().add(other.kept()),
                one.chargedTwice() + other.chargedTwice());
    }
}
