package dev.souk.prove.check;

import java.util.List;

/** A life that an order can have had, and the contents of every store afterwards. */
enum Life {
    CONFIRMED(
            "COMMITTED",
            "CAPTURED",
            List.of("AUTHORISE", "CAPTURE"),
            List.of("order.placed", "order.reserved", "order.confirmed", "payment.captured")),
    DELIVERED(
            "COMMITTED",
            "CAPTURED",
            List.of("AUTHORISE", "CAPTURE"),
            List.of(
                    "order.placed",
                    "order.reserved",
                    "order.confirmed",
                    "payment.captured",
                    "order.shipped",
                    "order.delivered")),
    REFUNDED(
            "COMMITTED",
            "REFUNDED",
            List.of("AUTHORISE", "CAPTURE", "REFUND"),
            List.of(
                    "order.placed",
                    "order.reserved",
                    "order.confirmed",
                    "payment.captured",
                    "order.shipped",
                    "order.refunded")),
    REJECTED("", "", List.of(), List.of("order.placed", "order.rejected")),
    PAYMENT_FAILED(
            "RELEASED", "DECLINED", List.of(), List.of("order.placed", "order.reserved", "order.payment_failed")),
    CANCELLED_AT_ONCE("", "", List.of(), List.of("order.placed", "order.cancelled")),
    CANCELLED_WHILE_HELD(
            "RELEASED",
            "VOIDED",
            List.of("AUTHORISE", "VOID"),
            List.of("order.placed", "order.reserved", "order.cancelled", "payment.authorized", "payment.voided")),
    CANCELLED_AFTER_CAPTURE(
            "RESTOCKED",
            "REFUNDED",
            List.of("AUTHORISE", "CAPTURE", "REFUND"),
            List.of(
                    "order.placed",
                    "order.reserved",
                    "order.confirmed",
                    "payment.captured",
                    "order.cancelled",
                    "payment.refunded")),
    CAPTURE_FAILED(
            "RESTOCKED",
            "VOIDED",
            List.of("AUTHORISE", "VOID"),
            List.of("order.placed", "order.reserved", "order.confirmed", "order.cancelled", "payment.voided")),
    EXPIRED("", "", List.of(), List.of("order.placed", "order.expired")),
    /** An order that is not final yet. */
    PENDING("", "", List.of(), List.of("order.placed")),
    /** A life that no order may have: the order was never reserved. */
    OUT_OF_TURN(
            "COMMITTED",
            "CAPTURED",
            List.of("AUTHORISE", "CAPTURE"),
            List.of("order.placed", "order.confirmed", "payment.captured"));

    static final List<Life> ENDED = List.of(
            CONFIRMED,
            DELIVERED,
            REFUNDED,
            REJECTED,
            PAYMENT_FAILED,
            CANCELLED_AT_ONCE,
            CANCELLED_WHILE_HELD,
            CANCELLED_AFTER_CAPTURE,
            CAPTURE_FAILED,
            EXPIRED);

    /** The state of its reservations; empty when it has none. */
    final String reservation;

    /** The state of its payment; empty when it has none. */
    final String payment;

    /** The operations that the provider carried out. */
    final List<String> deeds;

    final List<String> events;

    Life(String reservation, String payment, List<String> deeds, List<String> events) {
        this.reservation = reservation;
        this.payment = payment;
        this.deeds = deeds;
        this.events = events;
    }

    List<String> statuses() {
        String[] statuses = new String[events.size()];
        String status = "PENDING";
        for (int i = 0; i < statuses.length; i++) {
            status = switch (events.get(i)) {
                case "order.reserved" -> "RESERVED";
                case "order.confirmed" -> "CONFIRMED";
                case "order.shipped" -> "SHIPPED";
                case "order.delivered" -> "DELIVERED";
                case "order.refunded" -> "REFUNDED";
                case "order.rejected" -> "REJECTED";
                case "order.payment_failed" -> "PAYMENT_FAILED";
                case "order.cancelled" -> "CANCELLED";
                case "order.expired" -> "EXPIRED";
                default -> status;
            };
            statuses[i] = status;
        }
        return List.of(statuses);
    }

    String status() {
        return statuses().getLast();
    }

    long authorized(long total) {
        return deeds.contains("AUTHORISE") ? total : 0;
    }

    long captured(long total) {
        return deeds.contains("CAPTURE") ? total : 0;
    }

    long refunded(long total) {
        return deeds.contains("REFUND") ? total : 0;
    }
}
