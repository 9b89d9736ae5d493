package dev.souk.prove.check.facts;

import java.util.function.Consumer;

/** Writes the facts of a shop into the scratch tables. */
public final class FactLoader implements Consumer<Fact> {
    private final CopyTable orders;
    private final CopyTable units;
    private final CopyTable steps;
    private final CopyTable claims;
    private final CopyTable stock;
    private final CopyTable reservations;
    private final CopyTable payments;
    private final CopyTable ledger;
    private final CopyTable events;
    private final CopyTable outbox;
    private final CopyTable inbox;
    private final CopyTable consumers;
    private final CopyTable carts;
    private final CopyTable cartLines;
    private final CopyTable deliveries;

    public FactLoader(FactBase base) {
        orders = base.table("orders");
        units = base.table("order_unit");
        steps = base.table("step");
        claims = base.table("claim");
        stock = base.table("stock");
        reservations = base.table("reservation");
        payments = base.table("payment");
        ledger = base.table("ledger");
        events = base.table("event");
        outbox = base.table("outbox");
        inbox = base.table("inbox");
        consumers = base.table("consumer");
        carts = base.table("cart");
        cartLines = base.table("cart_line");
        deliveries = base.table("delivery");
    }

    @Override
    public void accept(Fact fact) {
        switch (fact) {
            case Fact.Order order -> order(order);
            case Fact.Claim claim -> claims.row(claim.customer(), claim.key(), claim.orderId());
            case Fact.Stock s -> stock.row(s.sku(), s.received(), s.available(), s.held(), s.sold(), s.receipts());
            case Fact.Reservation r -> reservations.row(r.orderId(), r.sku(), r.quantity(), r.state());
            case Fact.Payment p ->
                payments.row(p.id(), p.orderId(), p.state(), p.authorized(), p.captured(), p.refunded());
            case Fact.Ledger l -> ledger.row(l.id(), l.paymentId(), l.operation(), l.amount(), l.currency());
            case Fact.Event e ->
                events.row(
                        e.topic(),
                        e.partition(),
                        e.offset(),
                        e.id(),
                        e.type(),
                        e.subject(),
                        e.seq(),
                        e.digest(),
                        e.deadline());
            case Fact.Outbox o -> outbox.row(o.id(), o.topic(), o.subject(), o.digest(), o.published());
            case Fact.Inbox i -> inbox.row(i.eventId(), i.consumer());
            case Fact.Consumer c -> consumers.row(c.name(), c.type());
            case Fact.Cart c -> carts.row(c.id(), c.customer(), c.version());
            case Fact.CartLine l -> cartLines.row(l.cartId(), l.sku(), l.quantity());
            case Fact.Delivery d ->
                deliveries.row(d.eventId(), d.event(), d.orderId(), d.seq(), d.status(), d.attempts());
        }
    }

    private void order(Fact.Order order) {
        orders.row(
                order.id(),
                order.customer(),
                order.status(),
                order.currency(),
                order.total(),
                Columns.units(order.items()),
                Columns.priced(order.items()),
                Columns.pricedSum(order.items()),
                Columns.array(order.timeline().stream().map(Fact.Step::event).toList()),
                Columns.array(order.timeline().stream().map(Fact.Step::status).toList()),
                order.seq(),
                order.authorized(),
                order.captured(),
                order.refunded(),
                order.createdAt(),
                order.cartId(),
                order.cartVersion());
        Columns.unitsOf(order.items()).forEach((sku, quantity) -> units.row(order.id(), sku, quantity));
        int place = 1;
        for (Fact.Step step : order.timeline()) {
            steps.row(order.id(), place++, step.seq(), step.status(), step.event(), step.eventId(), step.at());
        }
    }
}
