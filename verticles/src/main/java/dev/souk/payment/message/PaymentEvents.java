package dev.souk.payment.message;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.Topics;
import dev.souk.money.Money;
import java.util.UUID;

/** The facts that payment states, keyed by order id. */
public final class PaymentEvents {
    public static final EventType<PaymentAuthorized> AUTHORIZED =
            new EventType<>("payment.authorized", Topics.PAYMENTS, PaymentAuthorized.class);
    public static final EventType<PaymentRefused> DECLINED =
            new EventType<>("payment.declined", Topics.PAYMENTS, PaymentRefused.class);
    public static final EventType<PaymentCaptured> CAPTURED =
            new EventType<>("payment.captured", Topics.PAYMENTS, PaymentCaptured.class);
    /** The provider definitively refused to capture: the order cannot be delivered. */
    public static final EventType<PaymentRefused> CAPTURE_FAILED =
            new EventType<>("payment.capture_failed", Topics.PAYMENTS, PaymentRefused.class);

    public static final EventType<PaymentVoided> VOIDED =
            new EventType<>("payment.voided", Topics.PAYMENTS, PaymentVoided.class);
    public static final EventType<PaymentRefunded> REFUNDED =
            new EventType<>("payment.refunded", Topics.PAYMENTS, PaymentRefunded.class);

    private PaymentEvents() {}

    public record PaymentAuthorized(UUID orderId, Money amount) {}

    /** @param reason the provider's, such as {@code card_declined} or {@code insufficient_funds} */
    public record PaymentRefused(UUID orderId, String reason) {}

    public record PaymentCaptured(UUID orderId, Money amount) {}

    public record PaymentVoided(UUID orderId) {}

    /** @param refunded all that was refunded of the order's payment so far */
    public record PaymentRefunded(UUID orderId, Money refunded) {}
}
