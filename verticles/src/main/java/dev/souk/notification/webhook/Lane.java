package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.Breaker;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts under way to one endpoint, and whether more may begin. An endpoint that was replaced has a breaker of
 * its own: an attempt that began before says nothing of it. For one context.
 */
final class Lane {
    /** Failures in a row after which an endpoint is left alone. */
    static final int FAILURES = 10;

    static final Duration LEFT_ALONE = Duration.ofSeconds(30);

    private final int most;
    private Breaker breaker = new Breaker(FAILURES, LEFT_ALONE);
    private @Nullable Instant version;
    private int underWay;
    private boolean backlog;

    /** @param most attempts at one time */
    Lane(int most) {
        this.most = most;
    }

    int room(long nowMillis) {
        return breaker.room(most, underWay, nowMillis);
    }

    Breaker.State state(long nowMillis) {
        return breaker.state(nowMillis);
    }

    /** @param updatedAt when the endpoint was last replaced */
    void setVersion(Instant updatedAt) {
        if (!updatedAt.equals(version)) {
            version = updatedAt;
            breaker = new Breaker(FAILURES, LEFT_ALONE);
        }
    }

    boolean isIdle() {
        return underWay == 0;
    }

    /** @return the breaker that the attempt is told to when it ends */
    Breaker begin() {
        underWay++;
        return breaker;
    }

    /** An attempt was made. */
    void end(Breaker begunWith, AttemptResult result, long nowMillis) {
        underWay--;
        if (result.failed()) {
            begunWith.failed(nowMillis);
        } else {
            begunWith.succeeded();
        }
    }

    /** Nothing was sent. */
    void giveBack() {
        underWay--;
    }

    /** @param more than could be taken were due */
    void setBacklog(boolean more) {
        backlog = more;
    }

    /** Whether to look for due deliveries now: there were more, and at most half of the places are taken. */
    boolean wantsMore(long nowMillis) {
        return backlog && room(nowMillis) > 0 && underWay <= most / 2;
    }
}
