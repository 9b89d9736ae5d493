package dev.souk.batch;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatcherTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** Batches as they were run, and what will answer them. */
    private final List<List<Integer>> batches = new ArrayList<>();

    private final List<Promise<List<String>>> answers = new ArrayList<>();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Batcher<Integer, String> batcher(BatcherOptions options) {
        return new Batcher<>(
                vertx,
                metrics,
                "test",
                options,
                number -> number,
                number -> number,
                failure -> failure instanceof IllegalArgumentException,
                batch -> {
                    batches.add(batch);
                    Promise<List<String>> answer = Promise.promise();
                    answers.add(answer);
                    return answer.future();
                });
    }

    /** Everything happens on the batcher's event loop, one turn after the other. */
    private <T> T onContext(Callable<T> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    /** Two turns later what was submitted in the first has been dispatched. */
    private void settle() {
        onContext(() -> true);
        onContext(() -> true);
    }

    private void answer(int batch) {
        onContext(() -> {
            answers.get(batch)
                    .complete(batches.get(batch).stream().map(n -> "#" + n).toList());
            return true;
        });
        settle();
    }

    private static BatcherOptions options(int weight, int queued, int inFlight) {
        return new BatcherOptions(weight, Duration.ZERO, queued, inFlight);
    }

    private static List<Future<String>> submitAll(Batcher<Integer, String> batcher, int... numbers) {
        return IntStream.of(numbers).mapToObj(batcher::submit).toList();
    }

    @Test
    void aBurstOfOneTurnTravelsTogetherAndIsAnsweredInOrder() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));

        List<Future<String>> submitted = onContext(() -> submitAll(batcher, 3, 1, 2));
        settle();
        assertThat(batches).containsExactly(List.of(3, 1, 2));
        answer(0);

        assertThat(submitted).extracting(Future::result).containsExactly("#3", "#1", "#2");
    }

    @Test
    void requestsThatCameDuringABatchDoNotLingerAsWell() {
        Batcher<Integer, String> batcher = batcher(new BatcherOptions(100, Duration.ofHours(1), 1000, 2));

        onContext(() -> submitAll(batcher, 1));
        settle();
        onContext(() -> submitAll(batcher, 2, 3));
        settle();
        assertThat(batches).as("a second batch lingers beside the first").containsExactly(List.of(1));
        answer(0);

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aBatchIsCutAtItsWeightAndAHeavierRequestTravelsAlone() {
        Batcher<Integer, String> batcher = batcher(options(10, 1000, 9));

        onContext(() -> submitAll(batcher, 6, 4, 1, 50, 9, 2));
        settle();

        assertThat(batches).containsExactly(List.of(6, 4), List.of(1), List.of(50), List.of(9), List.of(2));
    }

    @Test
    void isCrowdedWhileRequestsWaitBehindAsManyBatchesAsMayRun() {
        Batcher<Integer, String> batcher = batcher(options(10, 1000, 1));

        onContext(() -> submitAll(batcher, 1));
        settle();
        assertThat(batcher.isCrowded()).as("one batch, and nothing behind it").isFalse();
        onContext(() -> submitAll(batcher, 2));
        settle();
        assertThat(batcher.isCrowded()).isTrue();
        answer(0);

        assertThat(batcher.isCrowded()).isFalse();
    }

    @Test
    void whatWaitsIsBoundedAndTheRestIsRefusedAtOnce() {
        Batcher<Integer, String> batcher = batcher(options(10, 10, 1));

        List<Future<String>> submitted = onContext(() -> submitAll(batcher, 7, 3, 1, 2));

        assertThat(submitted.get(2).cause()).isInstanceOf(BusyException.class);
        assertThat(submitted.get(3).cause()).isInstanceOf(BusyException.class);
        assertThat(metrics.counter("souk.batch.refused", "batch", "test").count())
                .isEqualTo(2);
        settle();
        assertThat(batches).containsExactly(List.of(7, 3));
        assertThat(onContext(() -> batcher.submit(1)).isComplete())
                .as("there is room again")
                .isFalse();
    }

    @Test
    void anEmptyQueueTakesEvenWhatIsHeavierThanTheBound() {
        Batcher<Integer, String> batcher = batcher(options(10, 10, 1));

        onContext(() -> submitAll(batcher, 500));
        settle();

        assertThat(batches).containsExactly(List.of(500));
    }

    @Test
    void duplicatesInsideABatchShareTheFirstOnesAnswer() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));

        List<Future<String>> submitted = onContext(() -> submitAll(batcher, 5, 7, 5, 5));
        settle();
        answer(0);

        assertThat(batches).containsExactly(List.of(5, 7));
        assertThat(submitted).extracting(Future::result).containsExactly("#5", "#7", "#5", "#5");
    }

    @Test
    void theSameKeyAgainWhileItsBatchIsUnderWayIsANewRequest() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));
        onContext(() -> batcher.submit(5));
        settle();

        Future<String> again = onContext(() -> batcher.submit(5));
        answer(0);
        assertThat(again.isComplete()).isFalse();
        answer(1);

        assertThat(batches).containsExactly(List.of(5), List.of(5));
        assertThat(again.result()).isEqualTo("#5");
    }

    @Test
    void neverMoreThanSoManyBatchesAreUnderWay() {
        Batcher<Integer, String> batcher = batcher(options(1, 1000, 2));

        onContext(() -> submitAll(batcher, 1, 2, 3, 4, 5));
        settle();
        assertThat(batches).hasSize(2);
        answer(0);
        assertThat(batches).hasSize(3);
        answer(2);
        assertThat(batches).hasSize(4);
    }

    @Test
    void anEagerBatcherStartsAtOnceWhileNothingIsUnderWay() {
        Batcher<Integer, String> batcher = batcher(new BatcherOptions(10, Duration.ofDays(1), 1000, 2));

        onContext(() -> batcher.submit(1));
        settle();
        assertThat(batches).containsExactly(List.of(1));

        onContext(() -> submitAll(batcher, 2, 3));
        settle();
        assertThat(batches).as("the second waits for company").hasSize(1);

        onContext(() -> batcher.submit(5));
        settle();
        assertThat(batches).as("a full one goes").containsExactly(List.of(1), List.of(2, 3, 5));
    }

    @Test
    void whatLingersGoesWhenNothingIsUnderWayAnyMore() {
        Batcher<Integer, String> batcher = batcher(new BatcherOptions(10, Duration.ofDays(1), 1000, 2));
        onContext(() -> batcher.submit(1));
        settle();
        onContext(() -> batcher.submit(2));
        settle();

        answer(0);

        assertThat(batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void aPatientBatcherWaitsForCompanyFromTheFirstRequestOn() {
        Batcher<Integer, String> batcher = batcher(new BatcherOptions(10, Duration.ofMillis(500), 1000, 1, false));

        onContext(() -> batcher.submit(1));
        settle();
        onContext(() -> batcher.submit(2));
        org.awaitility.Awaitility.await().until(() -> onContext(() -> !batches.isEmpty()));

        assertThat(batches).containsExactly(List.of(1, 2));
    }

    @Test
    void aFaultThatIsNotOfTheContentFailsAllOfTheBatchWithIt() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));
        List<Future<String>> submitted = onContext(() -> submitAll(batcher, 1, 2));
        settle();

        onContext(() -> answers.getFirst().tryFail(new IllegalStateException("away")));

        assertThat(submitted).allMatch(Future::failed);
        assertThat(batches).hasSize(1);
        onContext(() -> batcher.submit(3));
        settle();
        assertThat(batches).as("the next batch goes").hasSize(2);
    }

    @Test
    void aCallerThatThrowsAtItsAnswerCostsTheOthersNothing() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));
        List<Future<String>> submitted = onContext(() -> {
            List<Future<String>> all = submitAll(batcher, 1, 2);
            all.getFirst().onComplete(answered -> {
                throw new IllegalStateException("a careless caller");
            });
            return all;
        });
        settle();
        answer(0);

        assertThat(submitted.get(1).result()).isEqualTo("#2");
        onContext(() -> batcher.submit(3));
        settle();
        assertThat(batches).hasSize(2);
    }

    @Test
    void tooFewAnswersAreAFaultAndNobodyGetsAnothersAnswer() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));
        List<Future<String>> submitted = onContext(() -> submitAll(batcher, 1, 2));
        settle();

        onContext(() -> answers.getFirst().tryComplete(List.of("#1")));

        assertThat(submitted).allMatch(Future::failed);
    }

    @Test
    void aSecondThreadIsToldInsteadOfLosingItsRequest() {
        Batcher<Integer, String> batcher = batcher(options(100, 1000, 1));
        onContext(() -> batcher.submit(1));

        assertThatThrownBy(() -> batcher.submit(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lives on");
    }
}
