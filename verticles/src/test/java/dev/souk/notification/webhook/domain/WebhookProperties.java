package dev.souk.notification.webhook.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.notification.webhook.domain.AttemptResult.Kind;
import dev.souk.notification.webhook.domain.EndpointMachine.Health;
import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The rules of webhooks, whatever happens in whatever order. */
class WebhookProperties {
    private static final Duration FIVE_DAYS = Duration.ofDays(5);

    private static AttemptResult result(Kind kind) {
        return switch (kind) {
            case DELIVERED -> AttemptResult.answered(204);
            case GONE -> AttemptResult.answered(410);
            case REFUSED -> AttemptResult.answered(503);
            case TIMEOUT, UNREACHABLE, BLOCKED, NO_ORDER -> AttemptResult.without(kind);
        };
    }

    @Property
    void aWaitIsTheScheduledOneOrUpToAFifthLonger(
            @ForAll @IntRange(min = 1, max = 20) int tries, @ForAll @DoubleRange(max = 0.99) double chance) {
        Duration wait = RetrySchedule.after(tries, chance);
        if (tries >= 8) {
            assertThat(wait).isNull();
        } else {
            Duration scheduled = List.of(
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(30),
                            Duration.ofHours(2),
                            Duration.ofHours(8),
                            Duration.ofHours(24))
                    .get(tries - 1);
            assertThat(wait).isBetween(scheduled, scheduled.multipliedBy(6).dividedBy(5));
        }
    }

    @Property
    void everyDeliveryEndsAfterAtMostEightAttempts(
            @ForAll @Size(min = 8, max = 8) List<Kind> kinds, @ForAll @DoubleRange(max = 0.99) double chance) {
        int attempts = 0;
        DeliveryStatus status = DeliveryStatus.PENDING;
        while (status == DeliveryStatus.PENDING) {
            Kind kind = kinds.get(attempts);
            attempts++;
            DeliveryMachine.Step step = DeliveryMachine.after(attempts, result(kind), chance);
            status = step.status();
            assertThat(step.pause() != null).isEqualTo(status == DeliveryStatus.PENDING);
            assertThat(status == DeliveryStatus.DELIVERED).isEqualTo(kind == Kind.DELIVERED);
        }
        assertThat(attempts).isLessThanOrEqualTo(8);
    }

    /** A naive book-keeper: all failures since the last success, or since a silence of two days. */
    @Property
    void anEndpointIsDisabledByGoneOrByFiveDaysOfFailuresAndByNothingElse(
            @ForAll @Size(max = 30) List<Kind> kinds,
            @ForAll @Size(min = 30, max = 30) List<@IntRange(max = 60) Integer> hours) {
        Health health = Health.GOOD;
        Instant now = Instant.EPOCH;
        Instant first = null;
        Instant last = null;
        DisabledReason expected = null;
        for (int i = 0; i < kinds.size(); i++) {
            now = now.plus(Duration.ofHours(hours.get(i)));
            Kind kind = kinds.get(i);
            if (expected == null && kind == Kind.DELIVERED) {
                first = null;
                last = null;
            } else if (expected == null && kind != Kind.NO_ORDER) {
                first = first == null || Duration.between(last, now).toHours() > 48 ? now : first;
                last = now;
                if (kind == Kind.GONE) {
                    expected = DisabledReason.GONE;
                } else if (Duration.between(first, now).compareTo(FIVE_DAYS) >= 0) {
                    expected = DisabledReason.FAILING;
                }
            }
            health = EndpointMachine.after(health, result(kind), now, FIVE_DAYS);
            assertThat(health).isEqualTo(new Health(first, last, expected));
        }
    }

    @Property
    void anOpenBreakerLetsNothingThroughAndThenOneAtATime(@ForAll @Size(max = 60) List<Boolean> outcomes) {
        Breaker breaker = new Breaker(3, Duration.ofMillis(1_000));
        long now = 0;
        int inARow = 0;
        for (boolean failed : outcomes) {
            if (breaker.state(now) == Breaker.State.OPEN) {
                assertThat(breaker.room(8, 0, now)).isZero();
                assertThat(breaker.room(8, 0, now + 999)).isZero();
                now += 1_000;
                assertThat(breaker.room(8, 0, now)).isEqualTo(1);
                assertThat(breaker.room(8, 1, now)).isZero();
            }
            if (failed) {
                breaker.failed(now);
                inARow++;
            } else {
                breaker.succeeded();
                inARow = 0;
            }
            assertThat(breaker.state(now)).isEqualTo(inARow >= 3 ? Breaker.State.OPEN : Breaker.State.CLOSED);
        }
    }
}
