package dev.souk.notification.webhook.http;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.BusyException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Look-ups of names whose servers never answer, beside others. */
class SystemNamesTest {
    private static final int MOST = 3;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final AtomicInteger looked = new AtomicInteger();

    @AfterEach
    void close() {
        silence.countDown();
        await(vertx.close());
    }

    private SystemNames names(Duration longest) {
        return new SystemNames(vertx, MOST, this::lookUp, longest);
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        looked.incrementAndGet();
        if (name.endsWith(".silent")) {
            try {
                silence.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(name);
            }
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private Future<List<InetAddress>> ask(SystemNames names, String name) {
        Promise<List<InetAddress>> answer = Promise.promise();
        context.runOnContext(now -> names.lookUp(name).onComplete(answer));
        return answer.future();
    }

    private static Throwable failure(Future<?> future) {
        return await(future.<Throwable>mapEmpty().recover(Future::succeededFuture));
    }

    @Test
    void aNameIsLookedUp() {
        assertThat(await(ask(names(Duration.ofSeconds(30)), "here"))).containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void nobodyWaitsLongForAServerThatNeverAnswers() {
        SystemNames names = names(Duration.ofMillis(50));

        assertThat(failure(ask(names, "a.silent"))).isInstanceOf(TimeoutException.class);
        assertThat(failure(ask(names, "a.silent"))).isInstanceOf(TimeoutException.class);

        assertThat(looked).as("its thread is held, and no second one").hasValue(1);
    }

    @Test
    void oneThatNeverAnswersHoldsOneThreadHoweverOftenItIsAskedFor() {
        SystemNames names = names(Duration.ofSeconds(30));
        for (int i = 0; i < 10 * MOST; i++) {
            ask(names, "a.silent");
        }

        assertThat(await(ask(names, "here"))).isNotEmpty();
        assertThat(looked).hasValue(2);
    }

    @Test
    void whatFindsAllThreadsTakenFailsAtOnceAndWorksAgainWhenOneIsFree() {
        SystemNames names = names(Duration.ofMillis(50));
        for (int i = 0; i < MOST; i++) {
            assertThat(failure(ask(names, i + ".silent"))).isInstanceOf(TimeoutException.class);
        }

        assertThat(failure(ask(names, "here"))).isInstanceOf(BusyException.class);

        silence.countDown();
        Awaitility.await()
                .until(
                        () -> ask(names, "here"),
                        answer -> await(answer.otherwise(List.of())).size() == 1);
        assertThat(looked).hasValue(MOST + 1);
    }
}
