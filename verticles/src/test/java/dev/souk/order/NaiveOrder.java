package dev.souk.order;

import dev.souk.order.domain.OrderInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of an order that knows the table of states and nothing of how the machine works: it says which entries the
 * timeline must have after each input.
 */
final class NaiveOrder {
    /** The statements about a payment: the later ones overrule the earlier, whatever order they come in. */
    private static final List<String> SAID =
            List.of("", "authorized", "declined", "captured", "capture_failed", "voided", "refunded");

    private static final Set<String> OPEN = Set.of("PENDING", "RESERVED");
    private static final Set<String> ON_ITS_WAY = Set.of("SHIPPED", "DELIVERED");

    String status = "PENDING";
    long authorized;
    long captured;
    long refunded;
    private String payment = "";
    private final List<String> timeline = new ArrayList<>();

    /** @return the entries of the timeline: {@code event status reason}; or only why nothing happens */
    List<String> take(OrderInput input) {
        timeline.clear();
        switch (input) {
            case OrderInput.StockReserved reserved -> {
                if (status.equals("PENDING")) {
                    move("RESERVED", "order.reserved", null);
                    look(null);
                }
            }
            case OrderInput.StockRejected rejected -> {
                if (status.equals("PENDING")) {
                    move("REJECTED", "order.rejected", "stock");
                }
            }
            case OrderInput.PaymentAuthorized said -> hear("authorized", said.amount(), 0, 0, null);
            case OrderInput.PaymentDeclined said -> hear("declined", 0, 0, 0, said.reason());
            case OrderInput.PaymentCaptured said -> hear("captured", said.amount(), said.amount(), 0, null);
            case OrderInput.CaptureFailed said -> hear("capture_failed", 0, 0, 0, said.reason());
            case OrderInput.PaymentVoided said -> hear("voided", 0, 0, 0, null);
            case OrderInput.PaymentRefunded said -> hear("refunded", 0, 0, said.total(), null);
            case OrderInput.DeadlinePassed passed -> {
                if (OPEN.contains(status)) {
                    move("EXPIRED", "order.expired", "deadline");
                }
            }
            case OrderInput.Cancel cancel -> {
                if (OPEN.contains(status) || status.equals("CONFIRMED")) {
                    move("CANCELLED", "order.cancelled", cancel.reason());
                } else {
                    timeline.add(status.equals("CANCELLED") ? "already" : "refused");
                }
            }
            case OrderInput.Ship ship -> {
                if (status.equals("CONFIRMED") && captured > 0) {
                    move("SHIPPED", "order.shipped", null);
                } else {
                    timeline.add(status.equals("SHIPPED") ? "already" : "refused");
                }
            }
            case OrderInput.Deliver deliver -> {
                if (status.equals("SHIPPED")) {
                    move("DELIVERED", "order.delivered", null);
                    look(null);
                } else {
                    timeline.add(status.equals("DELIVERED") ? "already" : "refused");
                }
            }
            case OrderInput.Repaired repaired -> timeline.add("audit.repaired " + status + " " + repaired.reason());
        }
        return List.copyOf(timeline);
    }

    private void move(String to, String event, @Nullable String reason) {
        status = to;
        timeline.add(event + " " + status + " " + reason);
    }

    private void hear(String said, long authorizedNow, long capturedNow, long refundedNow, @Nullable String reason) {
        String before = payment + authorized + " " + captured + " " + refunded;
        authorized = Math.max(authorized, authorizedNow);
        captured = Math.max(captured, capturedNow);
        refunded = Math.max(refunded, refundedNow);
        // Parts that were given back leave the payment as it was.
        if (!said.equals("refunded") && SAID.indexOf(said) > SAID.indexOf(payment)) {
            payment = said;
        }
        if (captured > 0 && refunded >= captured) {
            payment = "refunded";
        }
        if (!before.equals(payment + authorized + " " + captured + " " + refunded)) {
            look(reason);
            if (timeline.isEmpty()) {
                timeline.add("payment." + said + " " + status + " " + reason);
            }
        }
    }

    /** Applies the payment to the order as it is. */
    private void look(@Nullable String reason) {
        if (status.equals("RESERVED")) {
            switch (payment) {
                case "authorized", "captured" -> move("CONFIRMED", "order.confirmed", null);
                case "declined" -> move("PAYMENT_FAILED", "order.payment_failed", reason == null ? "declined" : reason);
                case "capture_failed", "voided", "refunded" -> move("CANCELLED", "order.cancelled", "payment");
                default -> {}
            }
        } else if (status.equals("CONFIRMED")
                && Set.of("capture_failed", "voided").contains(payment)) {
            move("CANCELLED", "order.cancelled", "capture_failed");
        } else if (ON_ITS_WAY.contains(status) && payment.equals("refunded")) {
            move("REFUNDED", "order.refunded", null);
        }
    }
}
