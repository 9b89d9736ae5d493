package dev.souk.audit.invariant;

import static java.util.stream.Collectors.toMap;

import dev.souk.audit.store.ClaimAuditRepository;
import dev.souk.audit.store.EventAuditRepository;
import dev.souk.audit.store.FulfilmentAuditRepository;
import dev.souk.audit.store.LedgerAuditRepository;
import dev.souk.audit.store.OrderAuditRepository;
import dev.souk.audit.store.StockAuditRepository;
import dev.souk.audit.store.Subscription;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All invariants that the audit checks, in the order of {@code docs/correctness.md}. */
public final class Invariants {
    private static final List<String> LAWFUL_STEPS = OrderSteps.lawful();

    private Invariants() {}

    /** @param ledger whether the provider's ledger can be read */
    public static List<Invariant> of(Settings settings, boolean ledger) {
        return Stream.of(
                        stock(),
                        fulfilment(),
                        orders(),
                        events(settings.kafka().retention()),
                        ledger ? Stream.concat(refunds(), ledger()) : refunds())
                .flatMap(invariants -> invariants)
                .toList();
    }

    /** @return the remedies of each invariant, by its name */
    public static Map<String, List<Remedy>> remedies(Settings settings) {
        return of(settings, true).stream().collect(toMap(Invariant::name, Invariant::remedies));
    }

    /** Invariant 1: the counters of each SKU are the sums of the rows that explain them. */
    private static Stream<Invariant> stock() {
        StockAuditRepository stock = new StockAuditRepository();
        return Stream.of(
                // received = available + held + sold, none of them negative. CHECKs of the database say the same; this
                // sees a row that was written while they were off.
                Invariant.always("stock-balance", in -> stock.unbalanced(in.shop()), Remedy.RECOUNT_STOCK),
                // received is the sum of the receipts, which are written in the same transaction.
                Invariant.always("stock-receipts", in -> stock.notAsReceived(in.shop()), Remedy.RECOUNT_STOCK),
                // held is the sum of the HELD reservations. More is stock that no buyer can have; less would be sold
                // twice.
                Invariant.always("stock-held", in -> stock.notAsHeld(in.shop()), Remedy.RECOUNT_STOCK),
                // sold is the sum of the COMMITTED reservations.
                Invariant.always("stock-sold", in -> stock.notAsSold(in.shop()), Remedy.RECOUNT_STOCK));
    }

    /** Invariants 2 and 3: an order has the stock and the money that its state says. */
    private static Stream<Invariant> fulfilment() {
        FulfilmentAuditRepository fulfilment = new FulfilmentAuditRepository();
        return Stream.of(
                // A confirmed order (also shipped, delivered, refunded) has exactly one COMMITTED reservation for each
                // SKU,
                // of as many units as its lines of that SKU sum up to, and no other. Until the confirmation arrives at
                // stock they are HELD.
                Invariant.settling(
                        "confirmed-orders-stock",
                        in -> fulfilment.withoutStock(in.shop()),
                        (in, ids) -> fulfilment.withoutStock(in.shop(), ids),
                        Remedy.REVIEW_STOCK),
                // A confirmed order has one payment, authorised for the order's total. Captured is nothing or that
                // total
                // (the total before it is shipped), and refunded is no more than captured. Order and payment agree on
                // all three sums once the payment's events have arrived, and the payment's only target is the capture.
                Invariant.settling(
                        "confirmed-orders-payment",
                        in -> fulfilment.withoutPayment(in.shop()),
                        (in, ids) -> fulfilment.withoutPayment(in.shop(), ids),
                        Remedy.REVIEW_PAYMENT),
                // An order that was rejected, not paid, cancelled or expired holds no stock (none of its reservations
                // is
                // HELD or COMMITTED) and no money: nothing stays authorised, the captured sum is refunded, and its
                // payment
                // is closed, so that nothing is taken later. Releases and returns follow the end of the order by
                // message.
                Invariant.settling(
                        "ended-orders-hold-nothing",
                        in -> fulfilment.holding(in.shop()),
                        (in, ids) -> fulfilment.holding(in.shop(), ids),
                        Remedy.REVIEW_STOCK,
                        Remedy.REVIEW_PAYMENT));
    }

    /**
     * Invariant 4: one order for each claimed key, none lost, each settled in time, and each says the truth of itself.
     */
    private static Stream<Invariant> orders() {
        ClaimAuditRepository claims = new ClaimAuditRepository();
        OrderAuditRepository orders = new OrderAuditRepository();
        return Stream.of(
                // One order for each claimed idempotency key, of the principal that claimed it, and one key for each
                // order; a claimed receipt or refund exists. Claim and effect are one transaction.
                Invariant.always("idempotency", in -> claims.unkept(in.shop())),
                // No order that the outbox, stock or payment know of is missing: an order is durable before its first
                // event is.
                Invariant.always("accepted-orders-exist", in -> orders.lost(in.shop())),
                // Every accepted order is settled by its deadline. An order past its deadline has the settle time left,
                // in which the sweeper sees it.
                Invariant.settling(
                        "orders-settled",
                        in -> orders.unsettled(in.shop()),
                        (in, ids) -> orders.unsettled(in.shop(), ids),
                        Remedy.EXPIRE_ORDER),
                // The total of an order is the sum of its lines, each line its unit price times its quantity, all in
                // one
                // currency: the sum that the buyer pays is compared with this total.
                Invariant.always("order-totals", in -> orders.wrongTotals(in.shop())),
                // The timeline of an order is whole and lawful: steps 1 to seq, each allowed by the table of states,
                // the
                // last one the order's own state, and no event takes effect in it twice (invariant 5).
                Invariant.always("order-timelines", in -> orders.wrongTimelines(in.shop(), LAWFUL_STEPS)));
    }

    /**
     * Invariant 5: every event is published, and takes effect once.
     *
     * @param kept how long inbox rows are kept at least; older events are not looked at
     */
    private static Stream<Invariant> events(Duration kept) {
        EventAuditRepository events = new EventAuditRepository();
        return Stream.of(
                // An event that its node did not publish is published by the relay within seconds.
                Invariant.settling(
                        "outbox-published",
                        in -> events.unpublished(in.shop()),
                        (in, ids) -> events.unpublished(in.shop(), ids),
                        Remedy.PUBLISH_AGAIN),
                // A published event took effect at each consumer that it concerns. The consumer's own rows show it, or
                // else its inbox row, which is written in the transaction of the effect. An event without either was
                // lost, lies in the dead letters, or is on its way. A double effect shows in the counters, the
                // timelines
                // and the ledger.
                Invariant.settling(
                        "effects-once",
                        in -> events.unhandled(in.shop(), Subscription.ALL, kept),
                        (in, ids) -> events.unhandled(in.shop(), Subscription.ALL, kept, ids),
                        Remedy.PUBLISH_AGAIN));
    }

    private static Stream<Invariant> refunds() {
        LedgerAuditRepository ledgers = new LedgerAuditRepository();
        // The sums that a payment has set aside and given back are those of its refunds, and never more than was
        // captured.
        // The return of a cancelled order's money is the payment's own, and comes on top. Refund and payment change in
        // one
        // transaction.
        return Stream.of(Invariant.always("refund-sums", in -> ledgers.wrongRefunds(in.shop())));
    }

    /**
     * Invariant 6: the provider's ledger and the payments agree, to the minor unit, on the sums that were authorised,
     * captured, refunded and voided. A payment that was authorised twice shows here, and so does money that no payment
     * accounts for. While a call is under way one side is ahead. REVIEW_PAYMENT repeats a call whose work was lost; any
     * other difference is for people.
     */
    private static Stream<Invariant> ledger() {
        LedgerCheck check = new LedgerCheck(new LedgerAuditRepository());
        return Stream.of(Invariant.settling("provider-ledger", check::look, check::lookAgain, Remedy.REVIEW_PAYMENT));
    }
}
