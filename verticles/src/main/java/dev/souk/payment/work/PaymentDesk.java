package dev.souk.payment.work;

import dev.souk.messaging.CrashPoint;
import dev.souk.payment.domain.Backoff;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.domain.Step;
import dev.souk.payment.provider.GuardedProvider;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one payment until it is as wanted, or has to wait.
 *
 * <pre>
 *  next? ──call──> write down "calling" ──> provider ──definite──> write result + events ──> next? ...
 *    │                                         └ unknown: put off, the same key again later
 *    └ nothing: rest
 * </pre>
 *
 * <p>No call is made inside a transaction, and none before it is written down. For one context.
 */
public final class PaymentDesk {
    private static final Logger log = LoggerFactory.getLogger(PaymentDesk.class);
    /** Tries in a row without a definite answer, after which an operator should look. */
    private static final int WORTH_A_WARNING = 5;

    private final GuardedProvider provider;
    private final StepWriter writer;
    private final TokenSource tokens;
    private final Duration lease;
    private final InstantSource clock;
    private final DoubleSupplier chance;

    /**
     * @param lease for which a payment is this node's after each step
     * @param chance random numbers, 0 inclusive to 1 exclusive
     */
    public PaymentDesk(
            GuardedProvider provider,
            StepWriter writer,
            TokenSource tokens,
            Duration lease,
            InstantSource clock,
            DoubleSupplier chance) {
        this.provider = provider;
        this.writer = writer;
        this.tokens = tokens;
        this.lease = lease;
        this.clock = clock;
        this.chance = chance;
    }

    /** @param payment claimed for this node */
    public Future<Void> work(Payment payment) {
        return switch (PaymentMachine.next(payment)) {
            case NextStep.Rest rest -> writer.rest(payment);
            case NextStep.AwaitToken await -> fetchToken(payment);
            case NextStep.Call next ->
                payment.calling() == null ? begin(payment, next.call()) : send(payment, next.call());
        };
    }

    private Future<Void> fetchToken(Payment payment) {
        UUID order = payment.orderId();
        return tokens.tokenOf(order)
                .compose(token -> token.isPresent() ? work(payment.withToken(token.get())) : putOff(payment));
    }

    private Future<Void> begin(Payment payment, ProviderCall call) {
        if (provider.worthTaking(1) == 0) {
            // No call, no try: it is taken up when the provider answers again.
            return writer.postpone(payment, payment.tries(), backoff(1));
        }
        Payment begun = PaymentMachine.begin(payment, call.key().operation());
        return writer.begin(payment, begun, lease).compose(this::work);
    }

    private Future<Void> send(Payment payment, ProviderCall call) {
        String operation = call.key().operation().word();
        CrashPoint.reach("payment.before-" + operation);
        return provider.call(call)
                .onSuccess(answer -> CrashPoint.reach("payment.after-" + operation))
                .compose(answer -> switch (answer) {
                    case Definite definite -> record(payment, definite);
                    case Unknown unknown -> unknown(payment, call, unknown);
                });
    }

    private Future<Void> unknown(Payment payment, ProviderCall call, Unknown unknown) {
        if (payment.tries() + 1 >= WORTH_A_WARNING) {
            log.atWarn()
                    .addKeyValue("order", payment.orderId())
                    .addKeyValue("call", call.key().text())
                    .addKeyValue("tries", payment.tries() + 1)
                    .log("the payment provider gives no definite answer: {}", unknown.reason());
        }
        return putOff(payment);
    }

    private Future<Void> record(Payment payment, Definite answer) {
        Step step = PaymentMachine.answer(payment, answer, clock.instant());
        return writer.record(step, lease).compose(now -> goOn(payment, now));
    }

    private Future<Void> goOn(Payment before, Payment now) {
        if (PaymentMachine.next(now) instanceof NextStep.Rest) {
            return Future.succeededFuture();
        }
        boolean refused = now.attempt() > before.attempt();
        return refused ? writer.postpone(now, now.tries(), backoff(now.tries())) : work(now);
    }

    private Future<Void> putOff(Payment payment) {
        int tries = payment.tries() + 1;
        return writer.postpone(payment, tries, backoff(tries));
    }

    private Duration backoff(int tries) {
        return Backoff.after(tries, chance.getAsDouble());
    }
}
