package dev.souk.payment.domain;

import dev.souk.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payment of an order.
 *
 * @param amount what the order costs; absent while only its end is known
 * @param calling the operation that may have reached the provider, while its answer is not known
 * @param attempt part of the idempotency keys; changes only after a refusal that is worth another attempt
 * @param tries calls in a row without a definite answer
 * @param token the card token, from the first call until the authorisation is definite
 * @param seq of the last event
 */
public record Payment(
        UUID orderId,
        UUID id,
        @Nullable Money amount,
        Wanted wanted,
        PaymentState state,
        @Nullable Operation calling,
        int attempt,
        int tries,
        @Nullable String token,
        Sums sums,
        long seq,
        @Nullable String traceparent) {

    /**
     * Minor units of the payment's currency: {@code refunded <= claimed <= captured <= authorized}.
     *
     * @param claimed the sum of the refunds that were asked for and not refused
     * @param refunded the part of {@code claimed} that the provider has paid back
     */
    public record Sums(long authorized, long captured, long claimed, long refunded) {
        public static final Sums NONE = new Sums(0, 0, 0, 0);

        public Sums {
            if (refunded < 0 || refunded > claimed || claimed > captured || captured > authorized) {
                throw new IllegalArgumentException("sums of a payment: authorized " + authorized + ", captured "
                        + captured + ", claimed " + claimed + ", refunded " + refunded);
            }
        }
    }

    Payment wanting(Wanted more) {
        return new Payment(orderId, id, amount, more, state, calling, attempt, tries, token, sums, seq, traceparent);
    }

    public Payment withToken(@Nullable String newToken) {
        return new Payment(
                orderId, id, amount, wanted, state, calling, attempt, tries, newToken, sums, seq, traceparent);
    }

    public Payment withTries(int newTries) {
        return new Payment(
                orderId, id, amount, wanted, state, calling, attempt, newTries, token, sums, seq, traceparent);
    }

    /** The card token stays out of logs. */
    @Override
    public String toString() {
        return "Payment[order " + orderId + ", " + state + ", wanted " + wanted + ", calling " + calling + ", attempt "
                + attempt + ", " + sums + "]";
    }
}
