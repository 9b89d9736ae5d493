package dev.souk.payment.provider;

import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.ProviderAnswer;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.ProviderCall;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider behind a bound on calls under way, a deadline, a circuit breaker and metrics. While the circuit is open
 * no call is made, and the answer is unknown at once.
 *
 * <p>Metrics: {@code souk.payment.calls{operation, outcome}} (time and count), {@code souk.payment.breaker} (0 closed,
 * 1 half open, 2 open), {@code souk.payment.calls.waiting}.
 */
public final class GuardedProvider implements PaymentProvider {
    private static final Logger log = LoggerFactory.getLogger(GuardedProvider.class);
    /** Unknown answers in a row (any definite one in between closes the count) that open the circuit. */
    private static final int FAILURES = 20;

    private static final Duration OPEN_FOR = Duration.ofSeconds(2);
    /** The provider's client has a time-out of its own; this one ends what it might forget. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final PaymentProvider provider;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final CallSlots slots;
    private final long deadlineMillis;

    public GuardedProvider(
            Vertx vertx, MeterRegistry metrics, PaymentProvider provider, int concurrency, Duration callTimeout) {
        this.provider = provider;
        this.metrics = metrics;
        this.slots = new CallSlots(concurrency);
        this.deadlineMillis = callTimeout.plus(GRACE).toMillis();
        this.breaker = CircuitBreaker.create(
                "payment-provider",
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(FAILURES)
                        .setTimeout(deadlineMillis)
                        .setResetTimeout(OPEN_FOR.toMillis()));
        breaker.<ProviderAnswer>failurePolicy(call -> call.failed() || call.result() instanceof Unknown);
        breaker.openHandler(open -> log.warn("the payment provider does not answer: no calls for {}", OPEN_FOR));
        breaker.closeHandler(closed -> log.info("the payment provider answers again"));
        Gauge.builder("souk.payment.breaker", breaker, circuit -> level(circuit.state()))
                .register(metrics);
        Gauge.builder("souk.payment.calls.waiting", slots, CallSlots::waiting).register(metrics);
    }

    private static int level(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    /**
     * How much is worth taking up: nothing while the circuit is open, one to try it out while it is half open. From any
     * thread.
     *
     * @param usual while it is closed
     */
    public int worthTaking(int usual) {
        return switch (breaker.state()) {
            case CLOSED -> usual;
            case HALF_OPEN -> 1;
            case OPEN -> 0;
        };
    }

    public void close() {
        breaker.close();
    }

    @Override
    public Future<ProviderAnswer> call(ProviderCall call) {
        return slots.run(() -> guarded(call));
    }

    private Future<ProviderAnswer> guarded(ProviderCall call) {
        long began = System.nanoTime();
        return breaker.execute(() -> provider.call(call))
                .otherwise(failure -> unknown(call, failure))
                .onSuccess(answer -> count(call, answer, System.nanoTime() - began));
    }

    private static ProviderAnswer unknown(ProviderCall call, Throwable failure) {
        log.atDebug().addKeyValue("call", call.key().text()).setCause(failure).log("no answer of the payment provider");
        return new Unknown(String.valueOf(failure.getMessage()));
    }

    private void count(ProviderCall call, ProviderAnswer answer, long nanos) {
        String outcome = switch (answer) {
            case Succeeded done -> "succeeded";
            case Refused refused -> "refused";
            case Unknown unknown -> "unknown";
        };
        metrics.timer("souk.payment.calls", "operation", call.key().operation().name(), "outcome", outcome)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Future<ProviderAnswer> lookup(CallKey key) {
        return provider.lookup(key);
    }

    @Override
    public Future<List<LedgerEntry>> ledger(@Nullable UUID after, int limit) {
        return provider.ledger(after, limit);
    }
}
