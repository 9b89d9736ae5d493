package dev.souk.notification.webhook.message;

/** Of a delivery: still to be tried, taken by its endpoint, or given up. */
public enum DeliveryStatus {
    PENDING,
    DELIVERED,
    FAILED
}
