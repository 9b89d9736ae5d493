package dev.souk.prove.buyer;

import dev.souk.prove.buyer.Reply.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Public reads, made as a balancing client makes them. The client has little patience with the first node that does
 * not answer, and at once asks another node the same question, with more patience. It waits a little between two
 * attempts only when several have failed. The growing patience keeps readers from slowing down a shop that is slow as
 * a whole.
 */
final class Browsing {
    /** A node that has not answered by then is taken to be gone: a read can be repeated at no risk. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration MORE_PATIENCE = Duration.ofSeconds(2);
    /** The limit of one read with all of its attempts; no attempt is begun that could end after it. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** The delay that timers and threads may add. */
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
