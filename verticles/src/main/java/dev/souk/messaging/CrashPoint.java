package dev.souk.messaging;

import dev.souk.messaging.outbox.Facts;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test may kill the node: {@code -Dsouk.test.crash=stock.after-commit} halts the JVM (no shutdown hook,
 * no finally, exit code {@value #EXIT}) where that is reached, {@code stock.after-commit:20} where it is reached for
 * the twentieth time. Inert without the property.
 *
 * <p>Each transaction of {@link Facts} has three, by its name, which for a consumer is the consumer's ({@code cart},
 * {@code order}, {@code stock}, {@code payment}, {@code notification}), and for commands the transaction's ({@code
 * place-orders}, {@code change-order}, {@code expire-orders}, {@code stock-holds}, ...):
 *
 * <ul>
 *   <li>{@code NAME.before-commit}: everything is written, nothing is committed
 *   <li>{@code NAME.after-commit}: the effect is durable; its events are not published, and of a consumer the offsets
 *       are not committed
 *   <li>{@code NAME.after-publish}: Kafka has the events and the outbox knows it
 * </ul>
 *
 * <p>Where everything is sent in one round trip ({@link Facts#commitAtOnce}: fresh orders, as {@code place-orders}),
 * these stand in the place of {@code NAME.before-commit}:
 *
 * <ul>
 *   <li>{@code NAME.at-once-written}: everything is sent but COMMIT
 *   <li>{@code NAME.at-once-sent}: COMMIT is sent too, and nothing is known of its answer
 * </ul>
 *
 * <p>Each consumer has {@code NAME.before-offsets} (the batch took effect, its offsets are not committed) and {@code
 * NAME.after-offsets}. The publisher has {@code outbox.before-mark}: Kafka has events, the outbox does not know it. The
 * relay has {@code relay.before-publish} and {@code relay.after-publish}, reached only with something to publish. The
 * payment worker has {@code payment.before-OPERATION} (the call is written down, not made) and {@code
 * payment.after-OPERATION} (the provider has acted, nothing is written) for {@code authorise}, {@code capture}, {@code
 * void} and {@code refund}; what it writes then is the transaction {@code payment-record}. For refunds that operators
 * ask for these are {@code refund.before-call} and {@code refund.after-call}, and the transaction is {@code
 * refund-settle}. Transactions without events have the first two points: {@code refund-accept}, {@code stock-receipts}.
 */
public final class CrashPoint {
    static final String PROPERTY = "souk.test.crash";
    static final int EXIT = 137;

    private static final Logger log = LoggerFactory.getLogger(CrashPoint.class);
    private static final @Nullable CrashPoint ARMED = parse(System.getProperty(PROPERTY));

    private final String name;
    private final AtomicInteger left;

    private CrashPoint(String name, int times) {
        this.name = name;
        this.left = new AtomicInteger(times);
    }

    /** Ends the process here and now, if this is the point that the test asked for. */
    public static void reach(String name) {
        if (ARMED != null && ARMED.isDue(name)) {
            log.error("halted at crash point {}", name);
            Runtime.getRuntime().halt(EXIT);
        }
    }

    static @Nullable CrashPoint parse(@Nullable String property) {
        if (property == null || property.isBlank()) {
            return null;
        }
        int colon = property.indexOf(':');
        return colon < 0
                ? new CrashPoint(property, 1)
                : new CrashPoint(property.substring(0, colon), Integer.parseInt(property.substring(colon + 1)));
    }

    boolean isDue(String reached) {
        return name.equals(reached) && left.decrementAndGet() == 0;
    }
}
