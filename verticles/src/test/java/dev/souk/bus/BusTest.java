package dev.souk.bus;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BusTest {
    private static final Duration DEADLINE = Duration.ofMillis(400);

    record Question(String words, List<String> more) {}

    sealed interface Answer {}

    record Yes(String words) implements Answer {}

    record No() implements Answer {}

    private static final BusEndpoint<Question, Answer> ENDPOINT =
            new BusEndpoint<>("test.ask", Question.class, Answer.class);
    private static final BusHint<Question> HINT = new BusHint<>("test.hint", Question.class);
    private static final Question QUESTION = new Question("there?", List.of("a", "b"));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, DEADLINE);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private void serve(Function<Question, Future<Answer>> handler) {
        await(bus.serve(ENDPOINT, handler));
    }

    @Test
    void insideANodeTheVeryRecordIsPassed() {
        AtomicReference<Question> asked = new AtomicReference<>();
        Yes yes = new Yes("here");
        serve(question -> {
            asked.set(question);
            return Future.succeededFuture(yes);
        });

        Answer answer = await(bus.ask(ENDPOINT, QUESTION));

        assertThat(asked.get()).isSameAs(QUESTION);
        assertThat(answer).isSameAs(yes);
    }

    @Test
    void aQuestionIsAskedForTheRequestOfTheOneWhoAsks() {
        List<String> heard = new CopyOnWriteArrayList<>();
        serve(question -> {
            heard.add(String.valueOf(RequestId.current()));
            return Future.succeededFuture(new No());
        });
        Context asking = vertx.getOrCreateContext();

        for (String id : List.of("a", "b")) {
            Promise<Answer> answered = Promise.promise();
            asking.runOnContext(now -> {
                RequestId.begin(id);
                bus.ask(ENDPOINT, QUESTION).onComplete(answered);
            });
            await(answered.future());
        }
        // Asked outside of any context, for no request: no id of the others is left where the question is answered.
        await(bus.ask(ENDPOINT, QUESTION));

        assertThat(heard).containsExactly("a", "b", "null");
        assertThat(RequestId.current()).isNull();
    }

    @Test
    void theConsumerOfThisNodeIsPreferredToTheCluster() {
        AtomicInteger elsewhere = new AtomicInteger();
        // Stands for another node: it listens at the address of the cluster, not at that of this node.
        await(vertx.eventBus()
                .consumer(ENDPOINT.address(), message -> elsewhere.incrementAndGet())
                .completion());
        serve(question -> Future.succeededFuture(new No()));

        for (int i = 0; i < 20; i++) {
            await(bus.ask(ENDPOINT, QUESTION));
        }

        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void whenTheConsumerOfThisNodeIsGoneTheClusterIsAsked() {
        String deployment = await(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return bus.serve(ENDPOINT, question -> Future.succeededFuture(new No()));
            }
        }));
        assertThat(await(bus.ask(ENDPOINT, QUESTION))).isInstanceOf(No.class);

        await(vertx.undeploy(deployment));
        Bus other = bus;
        await(vertx.eventBus()
                .consumer(
                        ENDPOINT.address(),
                        message -> message.reply(
                                new Yes("elsewhere"),
                                new io.vertx.core.eventbus.DeliveryOptions().setCodecName(RecordCodec.NAME)))
                .completion());

        assertThat(await(other.ask(ENDPOINT, QUESTION))).isEqualTo(new Yes("elsewhere"));
    }

    @Test
    void anAskThatNobodyHearsFailsAtOnceAsUnavailable() {
        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, QUESTION)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("NO_HANDLERS");
    }

    @Test
    void anAskThatIsNotAnsweredEndsByItsDeadlineAsUnavailable() {
        serve(question -> Promise.<Answer>promise().future());

        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, QUESTION)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("TIMEOUT");
        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, QUESTION, Duration.ofMillis(50))))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void aQuestionThatChangesNothingIsAskedOnceMoreWhenNobodyAnswered() {
        AtomicInteger asked = new AtomicInteger();
        serve(question -> asked.incrementAndGet() == 1
                ? Promise.<Answer>promise().future()
                : Future.succeededFuture(new Yes("second")));

        assertThat(await(bus.askAgain(ENDPOINT, QUESTION))).isEqualTo(new Yes("second"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void anAnswerThatSaysUnavailableIsNotAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        serve(question -> {
            asked.incrementAndGet();
            return Future.failedFuture(new UnavailableException("no database"));
        });

        assertThatThrownBy(() -> await(bus.askAgain(ENDPOINT, QUESTION)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no database");
        assertThat(asked).hasValue(1);
    }

    @Test
    void busyAndUnavailableCrossTheBusAsWhatTheyAre() {
        serve(question -> Future.failedFuture(
                question.words().equals("busy") ? new BusyException("full") : new UnavailableException("away")));

        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, new Question("busy", List.of()))))
                .isInstanceOf(BusyException.class)
                .hasMessage("full");
        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, QUESTION)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("away");
    }

    @Test
    void everyOtherFailureIsAFaultThrownOrReturnedAndSoIsNoAnswer() {
        serve(question -> switch (question.words()) {
            case "throw" -> throw new IllegalStateException("thrown");
            case "null" -> Future.succeededFuture();
            default -> Future.failedFuture(new ArithmeticException("returned"));
        });

        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, new Question("throw", List.of()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test.ask failed: thrown");
        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, QUESTION)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test.ask failed: returned");
        assertThatThrownBy(() -> await(bus.ask(ENDPOINT, new Question("null", List.of()))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAnswerComesOnTheContextThatAsked() {
        serve(question -> Future.succeededFuture(new No()));
        Context asking = vertx.getOrCreateContext();
        Promise<Context> answeredOn = Promise.promise();

        asking.runOnContext(
                turn -> bus.ask(ENDPOINT, QUESTION).onComplete(answer -> answeredOn.complete(Vertx.currentContext())));

        assertThat(await(answeredOn.future())).isSameAs(asking);
    }

    @Test
    void aHintReachesEveryListenerAndOneThatCannotBeReadHarmsNone() {
        List<Question> heard = new CopyOnWriteArrayList<>();
        await(bus.listen(HINT, heard::add));
        await(bus.listen(HINT, question -> {
            throw new IllegalStateException("a careless listener");
        }));
        await(bus.listen(HINT, heard::add));

        vertx.eventBus().publish(HINT.address(), "no record at all");
        bus.hint(HINT, QUESTION);

        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly(QUESTION, QUESTION));
    }
}
