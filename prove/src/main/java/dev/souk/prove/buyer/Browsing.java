package dev.souk.prove.buyer;

import dev.souk.prove.buyer.Reply.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads of what anybody may see, as a client makes them that balances: little patience with the first node that does not
 * answer, and the same question to another one at once, with more. Only when several have been asked in vain it waits a little
 * between. That patience grows keeps readers from making a shop slower that is slow as a whole.
 */
final class Browsing {
    /** A node that has not answered by then is as good as gone: the question is free to ask again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration MORE_PATIENCE = Duration.ofSeconds(2);
    /** What has not been read by then is not read. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** What timers and threads may be late by. */
    private static final long SLIP = Duration.ofMillis(100).toNanos();

    private static final int AT_ONCE = 3;
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final ShopClient client;

    Browsing(ShopClient client) {
        this.client = client;
    }

    /** @return the first answer without doubt, or the last doubtful one when the time is over */
    Reply ask(String buyer, Call call) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        URI last = null;
        for (int attempt = 1; ; attempt++) {
            Duration patience = attempt == 1 ? PATIENCE : MORE_PATIENCE;
            Reply reply = client.send(buyer, call, attempt, last, patience);
            long pause = attempt < AT_ONCE ? 0 : pause(attempt - AT_ONCE, reply);
            if (!reply.isDoubtful() || System.nanoTime() + pause + MORE_PATIENCE.toNanos() - until > SLIP) {
                return reply;
            }
            TimeUnit.NANOSECONDS.sleep(pause);
            last = reply.node();
        }
    }

    private static long pause(int round, Reply reply) {
        long growing = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(round, 10));
        @Nullable Integer asked = reply instanceof Answer answer ? answer.retryAfter() : null;
        return asked == null ? growing : Math.min(LONGEST_PAUSE, TimeUnit.SECONDS.toNanos(asked));
    }
}
