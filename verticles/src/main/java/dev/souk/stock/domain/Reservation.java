package dev.souk.stock.domain;

import java.util.UUID;

/**
 * The units of one SKU that one order has, or had.
 *
 * @param quantity units, at least 1; never changes
 */
public record Reservation(UUID orderId, String sku, long quantity, ReservationState state) {
    Reservation to(ReservationState next) {
        return new Reservation(orderId, sku, quantity, next);
    }
}
