package dev.souk.batch;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Any requests in any turns: each request gets its own answer, and no bound is passed. */
final class BatcherProperties {
    private static final Vertx VERTX = Vertx.vertx();

    /** @param bad fails every batch that it is in */
    record Request(int id, int weight, boolean bad) {}

    record Case(List<List<Request>> turns, int maxWeight, int linger, int maxQueued, int maxInFlight, boolean eager) {}

    @AfterContainer
    static void close() {
        await(VERTX.close());
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Request> request = Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(6, false), net.jqwik.api.Tuple.of(1, true)))
                // A key stands for one request: the same id has the same weight and the same fault.
                .as((id, weight, bad) -> new Request(id, 1 + id % 8, id % 7 == 3));
        return Combinators.combine(
                        request.list().ofMaxSize(12).list().ofMaxSize(6),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(true, false))
                .as(Case::new);
    }

    @Property(tries = 300)
    void everyRequestIsAnsweredForItselfWithinTheBounds(@ForAll("cases") Case given) {
        Run run = new Run(given);

        await(run.all());

        assertThat(run.violations).isEmpty();
    }

    /** One run of a case, on a single event loop. */
    private static final class Run {
        private final Case given;
        private final List<String> violations = new ArrayList<>();
        private final AtomicInteger inFlight = new AtomicInteger();
        private final Promise<Void> done = Promise.promise();
        private final Batcher<Request, Integer> batcher;

        Run(Case given) {
            this.given = given;
            this.batcher = new Batcher<>(
                    VERTX,
                    new SimpleMeterRegistry(),
                    "property",
                    new BatcherOptions(
                            given.maxWeight(),
                            Duration.ofMillis(given.linger()),
                            given.maxQueued(),
                            given.maxInFlight(),
                            given.eager()),
                    Request::weight,
                    Request::id,
                    failure -> failure instanceof IllegalArgumentException,
                    this::run);
        }

        Future<Void> all() {
            VERTX.getOrCreateContext().runOnContext(first -> turn(0, new ArrayList<>()));
            return done.future();
        }

        private void turn(int number, List<Future<?>> answered) {
            if (number == given.turns().size()) {
                Future.join(answered).onComplete(all -> done.complete());
                return;
            }
            for (Request request : given.turns().get(number)) {
                answered.add(batcher.submit(request).transform(answer -> {
                    check(request, answer.succeeded() ? answer.result() : null, answer.cause());
                    return Future.succeededFuture();
                }));
            }
            VERTX.runOnContext(next -> turn(number + 1, answered));
        }

        private void check(Request request, @org.jspecify.annotations.Nullable Integer answer, Throwable cause) {
            if (cause instanceof BusyException) {
                return;
            }
            boolean right = request.bad()
                    ? cause instanceof IllegalArgumentException
                    : answer != null && answer == request.id() * 1000;
            if (!right) {
                violations.add(request + " was answered " + answer + " " + cause);
            }
        }

        private Future<List<Integer>> run(List<Request> batch) {
            int weight = batch.stream().mapToInt(Request::weight).sum();
            Set<Integer> ids = new HashSet<>();
            batch.forEach(request -> ids.add(request.id()));
            hold(batch.size() == 1 || weight <= given.maxWeight(), "a batch weighs " + weight);
            hold(ids.size() == batch.size(), "a batch has duplicates: " + batch);
            hold(inFlight.incrementAndGet() <= given.maxInFlight(), "too many batches under way");
            Promise<List<Integer>> answer = Promise.promise();
            VERTX.runOnContext(later -> {
                inFlight.decrementAndGet();
                if (batch.stream().anyMatch(Request::bad)) {
                    answer.fail(new IllegalArgumentException("one of them is bad"));
                } else {
                    answer.complete(
                            batch.stream().map(request -> request.id() * 1000).toList());
                }
            });
            return answer.future();
        }

        private void hold(boolean invariant, String otherwise) {
            if (!invariant) {
                violations.add(otherwise);
            }
        }
    }
}
