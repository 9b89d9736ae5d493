package dev.souk.notification.webhook.message;

/** The reason why no more events are sent to an endpoint. */
public enum DisabledReason {
    /** The endpoint answered 410. */
    GONE,
    /** Every attempt failed, for days. */
    FAILING
}
