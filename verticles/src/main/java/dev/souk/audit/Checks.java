package dev.souk.audit;

import static java.util.stream.Collectors.toMap;

import dev.souk.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All checks, in the order of the invariants. */
final class Checks {
    private Checks() {}

    /** @param ledger whether the provider's ledger can be read */
    static List<Check> of(Settings settings, boolean ledger) {
        StockAuditRepository stock = new StockAuditRepository();
        OrderAuditRepository orders = new OrderAuditRepository();
        FulfilmentAuditRepository fulfilment = new FulfilmentAuditRepository();
        EventAuditRepository events = new EventAuditRepository();
        LedgerAuditRepository ledgers = new LedgerAuditRepository();
        List<Check> checks = new ArrayList<>(List.of(
                new StockBalance(stock),
                new StockReceipts(stock),
                new StockHeld(stock),
                new StockSold(stock),
                new ConfirmedOrdersStock(fulfilment),
                new ConfirmedOrdersPayment(fulfilment),
                new EndedOrdersHoldNothing(fulfilment),
                new Idempotency(new ClaimAuditRepository()),
                new AcceptedOrdersExist(orders),
                new OrdersSettled(orders),
                new OrderTotals(orders),
                new OrderTimelines(orders),
                new OutboxPublished(events),
                new EffectsOnce(events, settings.kafka().retention()),
                new RefundSums(ledgers)));
        if (ledger) {
            checks.add(new ProviderLedger(ledgers));
        }
        return List.copyOf(checks);
    }

    /** @return what may put right what each check finds, by its name */
    static Map<String, List<Remedy>> remedies(Settings settings) {
        return of(settings, true).stream().collect(toMap(Check::name, Check::remedies));
    }
}
