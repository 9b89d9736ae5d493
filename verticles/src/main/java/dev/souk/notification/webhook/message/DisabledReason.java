package dev.souk.notification.webhook.message;

/** Why an endpoint is told nothing more. */
public enum DisabledReason {
    /** It answered 410. */
    GONE,
    /** Every attempt failed, for days. */
    FAILING
}
