package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.departure.Departures;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class LeasedRoundsTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final TestDatabase database = TestDatabase.create();

    private final Context context = database.vertx.getOrCreateContext();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();

    @AfterAll
    static void close() {
        database.close();
    }

    /** Started, on the test's context. */
    private LeasedRounds node(String node, String work, Duration every, Supplier<Future<Boolean>> round) {
        Leases leases = new Leases(database.vertx, database.transactions, node, Duration.ofSeconds(30), List.of(work));
        LeasedRounds rounds =
                new LeasedRounds(database.vertx, leases, new Departures(), work, every, round, idle::incrementAndGet);
        Promise<Void> started = Promise.promise();
        context.runOnContext(go -> rounds.start().onComplete(started));
        await(started.future());
        return rounds;
    }

    @Test
    void roundsThatFailOrThrowAreFollowedByTheNext() {
        LeasedRounds rounds = node("one", "failing", SHORT, () -> switch (done.incrementAndGet()) {
            case 1 -> Future.failedFuture("not this time");
            case 2 -> throw new IllegalStateException("a defect");
            default -> Future.succeededFuture(false);
        });

        eventually().until(() -> done.get() >= 4);
        await(rounds.stop());
    }

    @Test
    void aRoundThatLeavesWorkIsFollowedAtOnce() {
        LeasedRounds rounds = node("one", "more", Duration.ofSeconds(1), () -> {
            // With a pause before each of them the wait would be over long before the last.
            return Future.succeededFuture(done.incrementAndGet() < 200);
        });

        eventually().until(() -> done.get() == 200);
        await(rounds.stop());
    }

    @Test
    void aNodeThatIsWokenWaitsForNoPause() {
        Promise<Boolean> slow = Promise.promise();
        LeasedRounds rounds = node(
                "one",
                "woken",
                NEVER,
                () -> done.incrementAndGet() == 1 ? slow.future() : Future.succeededFuture(false));

        context.runOnContext(go -> rounds.wake());
        eventually().until(() -> done.get() == 1);
        // While a round is under way: another one follows it.
        context.runOnContext(go -> {
            rounds.wake();
            slow.complete(false);
        });
        eventually().until(() -> done.get() == 2);

        await(rounds.stop());
        assertThat(done).as("one for each time it was woken").hasValue(2);
    }

    @Test
    void onlyOneNodeWorks() {
        LeasedRounds one = node("one", "shared", SHORT, () -> Future.succeededFuture(false));
        LeasedRounds other = node("other", "shared", SHORT, () -> {
            done.incrementAndGet();
            return Future.succeededFuture(false);
        });

        eventually().until(() -> idle.get() >= 5);
        assertThat(done).hasValue(0);
        await(other.stop());
        await(one.stop());
    }

    @Test
    void stoppingWaitsForTheRoundUnderWayAndIsFollowedByNone() {
        Promise<Boolean> slow = Promise.promise();
        LeasedRounds rounds = node("one", "slow", SHORT, () -> {
            done.incrementAndGet();
            return slow.future();
        });
        eventually().until(() -> done.get() == 1);

        Future<Void> stopped = rounds.stop();
        assertThat(stopped.isComplete()).isFalse();
        slow.complete(true);
        await(stopped);

        LeasedRounds next = node("next", "slow", NEVER, () -> Future.succeededFuture(false));
        assertThat(done).as("after the lease was given back").hasValue(1);
        await(next.stop());
    }
}
