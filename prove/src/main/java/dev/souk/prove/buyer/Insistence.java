package dev.souk.prove.buyer;

import dev.souk.prove.buyer.Reply.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks until the answer leaves no doubt: no answer, 5xx, 408 and 429 are asked again, with the same key and body, at
 * another node when there is one. Waits between, longer each time and as long as {@code Retry-After} says, within
 * bounds.
 */
final class Insistence {
    private static final long FIRST_PAUSE = Duration.ofMillis(40).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();
    /** A node that asks for more patience is asked sooner than it wants: the run ends before. */
    private static final long LONGEST_RETRY_AFTER = Duration.ofSeconds(3).toNanos();

    private final ShopClient client;
    private final SplittableRandom random;
    private final long until;

    /** @param until of {@link System#nanoTime()}: nothing is asked again after it */
    Insistence(ShopClient client, SplittableRandom random, long until) {
        this.client = client;
        this.random = random;
        this.until = until;
    }

    /** @return the first answer without doubt, or the last doubtful one when the time is over */
    Reply ask(String buyer, Call call) throws InterruptedException {
        URI last = null;
        for (int attempt = 1; ; attempt++) {
            Reply reply = client.send(buyer, call, attempt, last);
            long pause = pause(attempt, reply);
            if (!reply.isDoubtful() || System.nanoTime() + pause - until > 0) {
                return reply;
            }
            TimeUnit.NANOSECONDS.sleep(pause);
            last = reply.node();
        }
    }

    private long pause(int attempt, Reply reply) {
        long growing = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(attempt - 1, 10));
        long jittered = growing / 2 + random.nextLong(growing / 2 + 1);
        return Math.max(jittered, retryAfter(reply));
    }

    private static long retryAfter(Reply reply) {
        @Nullable Integer seconds = reply instanceof Answer answer ? answer.retryAfter() : null;
        return seconds == null ? 0 : Math.min(LONGEST_RETRY_AFTER, TimeUnit.SECONDS.toNanos(seconds));
    }
}
