package dev.souk.notification.webhook.message;

/** The status of a delivery: still to be tried, taken by its endpoint, or given up. */
public enum DeliveryStatus {
    PENDING,
    DELIVERED,
    FAILED
}
