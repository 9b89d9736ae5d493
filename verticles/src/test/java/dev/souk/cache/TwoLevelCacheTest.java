package dev.souk.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ages by a clock of the test's own; patience, where it must end, is ended by a real timer. */
class TwoLevelCacheTest {
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration KEEP = Duration.ofMinutes(10);
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final UnavailableException AWAY = new UnavailableException("the database is away");

    private static Vertx vertx;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SharedMap shared = new SharedMap();
    private final List<Promise<Optional<Good>>> loads = new ArrayList<>();

    record Good(String name, long version) {}

    /** A second level that is always there. */
    private static final class SharedMap implements SecondLevel {
        private final Map<String, Buffer> values = new HashMap<>();
        private final List<String> writes = new ArrayList<>();
        private int reads;
        private boolean authentic = true;

        @Override
        public boolean isAuthentic() {
            return authentic;
        }

        @Override
        public void open() {}

        @Override
        public Future<Optional<Buffer>> get(String key) {
            reads++;
            return Future.succeededFuture(Optional.ofNullable(values.get(key)));
        }

        @Override
        public void put(String key, Buffer value, long version, Duration keep) {
            writes.add(key);
            values.put(key, value);
        }

        @Override
        public void remove(Collection<String> keys) {
            values.keySet().removeAll(keys);
        }

        @Override
        public void close() {}
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private TwoLevelCache<Good> cache(Duration fresh, Duration patience) {
        CacheOptions options = new CacheOptions("good", 100, fresh, KEEP, patience);
        return new TwoLevelCache<>(
                vertx,
                options,
                new ValueKind<>(Good.class, (key, value) -> 1, Good::version),
                shared,
                metrics,
                new Freshness(fresh, nanos::get),
                nanos::get,
                () -> Instant.EPOCH.plusNanos(nanos.get()));
    }

    private TwoLevelCache<Good> cache() {
        return cache(FRESH, NEVER);
    }

    private Future<Optional<Cached<Good>>> ask(TwoLevelCache<Good> cache, String key, boolean staleWillDo) {
        return cache.get(key, staleWillDo, () -> {
            Promise<Optional<Good>> load = Promise.promise();
            loads.add(load);
            return load.future();
        });
    }

    private static Cached<Good> stale(Duration age, Duration askedAgo) {
        return new Cached<>(v(1), age, true, Duration.ZERO, askedAgo);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Good good(Future<Optional<Cached<Good>>> answer) {
        assertThat(answer.succeeded()).as("answered").isTrue();
        return answer.result().orElseThrow().value();
    }

    private static Good v(long version) {
        return new Good("a", version);
    }

    private double answers(String level, String result) {
        return metrics.counter("souk.cache.answers", "cache", "good", "level", level, "result", result)
                .count();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Writes the value as another node, or a stranger, does. */
    private void write(String key, Good value) {
        TwoLevelCache<Good> other = cache();
        ask(other, key, false);
        loads.removeLast().complete(Optional.of(value));
    }

    @Test
    void whatAnybodyMayHaveWrittenIsShownAndNeverTakenForExact() {
        shared.authentic = false;
        write("a", v(9));
        TwoLevelCache<Good> cache = cache();
        assertThat(good(ask(cache, "a", true))).as("shown").isEqualTo(v(9));

        Future<Optional<Cached<Good>>> exact = ask(cache, "a", false);

        assertThat(loads).as("asks the source, though one is remembered").hasSize(1);
        Future<Optional<Cached<Good>>> next = ask(cache, "a", false);
        assertThat(loads).as("one load for all that must be exact").hasSize(1);
        pass(Duration.ofMillis(1));
        loads.getFirst().complete(Optional.of(v(1)));
        assertThat(good(exact)).isEqualTo(v(1));
        assertThat(good(next)).isEqualTo(v(1));
    }

    @Test
    void whatTheSourceSaidIsExactWithoutAnotherQuestion() {
        shared.authentic = false;
        write("a", v(9));
        TwoLevelCache<Good> cache = cache();

        Future<Optional<Cached<Good>>> exact = ask(cache, "a", false);
        assertThat(loads).as("past the second level").hasSize(1);
        assertThat(shared.reads).isZero();
        loads.getFirst().complete(Optional.of(v(1)));

        assertThat(good(exact)).isEqualTo(v(1));
        assertThat(good(ask(cache, "a", false))).isEqualTo(v(1));
        assertThat(good(ask(cache, "a", true))).isEqualTo(v(1));
        assertThat(loads).hasSize(1);
    }

    @Test
    void whatWasLoadedIsRememberedUntilItIsNotFreshAnyMore() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.getFirst().complete(Optional.of(v(1)));

        pass(FRESH.minusMillis(1));
        assertThat(good(ask(cache, "a", false))).isEqualTo(v(1));
        assertThat(loads).hasSize(1);

        pass(Duration.ofMillis(2));
        assertThat(ask(cache, "a", true).isComplete()).isFalse();
        assertThat(loads).hasSize(2);
        assertThat(answers("memory", "fresh")).isEqualTo(1);
        assertThat(answers("source", "fresh")).isEqualTo(1);
    }

    @Test
    void theTimeOfALoadCountsAsAge() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        pass(FRESH.minusMillis(1));
        loads.getFirst().complete(Optional.of(v(1)));
        pass(Duration.ofMillis(2));

        assertThat(ask(cache, "a", false).isComplete()).isFalse();
    }

    @Test
    void askersOfOneKeyShareItsLoad() {
        TwoLevelCache<Good> cache = cache();
        Future<Optional<Cached<Good>>> first = ask(cache, "a", false);
        Future<Optional<Cached<Good>>> second = ask(cache, "a", true);
        assertThat(loads).hasSize(1);

        loads.getFirst().complete(Optional.of(v(1)));

        assertThat(good(first)).isEqualTo(v(1));
        assertThat(good(second)).isEqualTo(v(1));
    }

    @Test
    void whereEveryAnswerMustBeNewNobodySharesALoadThatBeganBefore() {
        TwoLevelCache<Good> cache = cache(Duration.ZERO, NEVER);
        Future<Optional<Cached<Good>>> first = ask(cache, "a", false);
        pass(Duration.ofMillis(1));
        Future<Optional<Cached<Good>>> second = ask(cache, "a", true);
        assertThat(loads).hasSize(2);

        loads.get(1).complete(Optional.of(v(2)));
        loads.get(0).complete(Optional.of(v(1)));

        assertThat(good(first)).isEqualTo(v(1));
        assertThat(good(second)).isEqualTo(v(2));
        pass(Duration.ofMillis(1));
        Future<Optional<Cached<Good>>> third = ask(cache, "a", true);
        loads.get(2).fail(AWAY);
        assertThat(good(third)).as("the newer one is remembered").isEqualTo(v(2));
    }

    @Test
    void aChangeDuringTheLoadIsAnsweredButNeitherRememberedNorShared() {
        TwoLevelCache<Good> cache = cache();
        Future<Optional<Cached<Good>>> before = ask(cache, "a", false);
        cache.changed(List.of("a"));
        Future<Optional<Cached<Good>>> after = ask(cache, "a", false);
        assertThat(loads).hasSize(2);

        loads.get(1).complete(Optional.of(v(2)));
        loads.get(0).complete(Optional.of(v(1)));

        assertThat(good(before)).isEqualTo(v(1));
        assertThat(good(after)).isEqualTo(v(2));
        assertThat(good(ask(cache, "a", false))).isEqualTo(v(2));
        assertThat(good(ask(cache(), "a", false))).as("what another node finds").isEqualTo(v(2));
    }

    @Test
    void whatDoesNotExistIsLeftOutAndAskedAgain() {
        TwoLevelCache<Good> cache = cache();
        Future<List<Cached<Good>>> none = cache.getAll(List.of("a", "b", "a"), false, key -> {
            Promise<Optional<Good>> load = Promise.promise();
            loads.add(load);
            return load.future();
        });
        assertThat(loads).hasSize(2);
        loads.get(0).complete(Optional.empty());
        loads.get(1).complete(Optional.of(v(1)));
        assertThat(none.result()).extracting(Cached::value).containsExactly(v(1));

        ask(cache, "a", true);
        assertThat(loads).hasSize(3);
    }

    @Test
    void anotherNodeFindsWhatOneLoadedAndItsAgeGoesOn() {
        ask(cache(), "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        pass(Duration.ofSeconds(2));

        TwoLevelCache<Good> other = cache();
        assertThat(good(ask(other, "a", false))).isEqualTo(v(1));
        assertThat(loads).hasSize(1);

        pass(Duration.ofMillis(1_001));
        ask(other, "a", false);
        assertThat(loads).as("3 s in all, however many nodes it went through").hasSize(2);
    }

    @Test
    void whoHeardOfAChangeDoesNotBelieveTheSecondLevelUntilThatMustBeNew() {
        TwoLevelCache<Good> cache = cache();
        ask(cache(), "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        Buffer old = shared.values.get("good:a");

        cache.changed(List.of("a"));
        assertThat(shared.values).isEmpty();
        shared.values.put("good:a", old);
        ask(cache, "a", false);

        assertThat(loads).as("another node's late write is not looked at").hasSize(2);
    }

    @Test
    void whatANodeMayHaveWrittenAfterTheChangeGoesWhenItHearsOfIt() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        assertThat(shared.values).containsKey("good:a");

        cache.forget(List.of("a"));

        assertThat(shared.values).isEmpty();
        ask(cache, "a", false);
        assertThat(loads).hasSize(2);
    }

    @Test
    void whatIsNoMoreGoesFromBothLevels() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.get(0).complete(Optional.of(v(1)));
        pass(FRESH);
        Future<Optional<Cached<Good>>> gone = ask(cache, "a", true);
        loads.get(1).complete(Optional.empty());
        assertThat(gone.result()).isEmpty();
        assertThat(shared.values).isEmpty();

        Future<Optional<Cached<Good>>> away = ask(cache, "a", true);
        loads.get(2).fail(AWAY);
        assertThat(away.cause()).isSameAs(AWAY);
    }

    @Test
    void anOldValueIsAnsweredWhenTheSourceFailsToWhomItWillDoAndToNobodyElse() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        pass(Duration.ofSeconds(20));

        Future<Optional<Cached<Good>>> looks = ask(cache, "a", true);
        Future<Optional<Cached<Good>>> buys = ask(cache, "a", false);
        assertThat(loads).hasSize(2);
        loads.get(1).fail(AWAY);

        assertThat(looks.result()).contains(stale(Duration.ofSeconds(20), Duration.ofSeconds(20)));
        assertThat(buys.cause()).isSameAs(AWAY);
        assertThat(answers("memory", "stale")).isEqualTo(1);
        assertThat(answers("source", "failed")).isEqualTo(1);
    }

    @Test
    void aNodeThatNeverReadItAnswersTheOldValueOfAnother() {
        ask(cache(), "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        pass(Duration.ofMinutes(5));

        TwoLevelCache<Good> other = cache();
        Future<Optional<Cached<Good>>> answer = ask(other, "a", true);
        loads.get(1).fail(AWAY);

        assertThat(answer.result()).contains(stale(Duration.ofMinutes(5), Duration.ofSeconds(310)));
    }

    @Test
    void anOldValueIsKeptOnlySoLong() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        pass(KEEP);

        Future<Optional<Cached<Good>>> answer = ask(cache, "a", true);
        loads.get(1).fail(AWAY);

        assertThat(answer.cause()).isSameAs(AWAY);
    }

    @Test
    void whileTheSourceIsAwayOldValuesAreAnsweredAtOnceAndFewLoadsLookAfterIt() {
        TwoLevelCache<Good> cache = cache();
        for (String key : List.of("a", "b")) {
            ask(cache, key, false);
            loads.getLast().complete(Optional.of(v(1)));
        }
        pass(Duration.ofSeconds(20));
        ask(cache, "a", true);
        loads.get(2).fail(AWAY);

        for (int i = 0; i < 1_000; i++) {
            assertThat(good(ask(cache, i % 2 == 0 ? "a" : "b", true))).isEqualTo(v(1));
        }
        assertThat(loads).as("one a second at the most").hasSize(3);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(1));
            ask(cache, "b", true);
        }
        assertThat(loads).as("four at once at the most").hasSize(7);
        assertThat(metrics.get("souk.cache.source.away").gauge().value()).isEqualTo(1);

        loads.get(3).complete(Optional.of(v(2)));

        assertThat(metrics.get("souk.cache.source.away").gauge().value()).isZero();
        pass(FRESH);
        assertThat(ask(cache, "a", true).isComplete())
                .as("the source is asked again")
                .isFalse();
    }

    @Test
    void whatAnotherNodeSharedDoesNotKeepANodeFromFindingItsSourceAgain() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.get(0).complete(Optional.of(v(1)));
        pass(FRESH);
        ask(cache, "a", true);
        loads.get(1).fail(AWAY);
        pass(Duration.ofSeconds(1));
        TwoLevelCache<Good> other = cache();
        ask(other, "a", false);
        loads.get(2).complete(Optional.of(v(2)));

        ask(cache, "a", true);

        assertThat(loads).as("the source itself is asked").hasSize(4);
        loads.get(3).complete(Optional.of(v(2)));
        assertThat(metrics.get("souk.cache.source.away").gauge().value()).isZero();
    }

    @Test
    void aSourceThatIsSilentIsWaitedForNoLongerThanPatienceLasts() throws Exception {
        TwoLevelCache<Good> cache = cache(FRESH, Duration.ofMillis(20));
        ask(cache, "a", false);
        loads.getFirst().complete(Optional.of(v(1)));
        pass(FRESH);

        Future<Optional<Cached<Good>>> looks = ask(cache, "a", true);
        Future<Optional<Cached<Good>>> buys = ask(cache, "a", false);
        assertThat(looks.isComplete()).isFalse();

        assertThat(await(looks)).contains(stale(FRESH, FRESH));
        assertThat(buys.isComplete()).as("who must not get an old one waits").isFalse();
        assertThat(good(ask(cache, "a", true)))
                .as("at once, now that it is known")
                .isEqualTo(v(1));

        loads.get(1).complete(Optional.of(v(2)));
        assertThat(good(buys)).isEqualTo(v(2));
        assertThat(good(ask(cache, "a", true))).isEqualTo(v(2));
    }

    @Test
    void oneSlowAnswerAmongQuickOnesDoesNotMakeTheSourceAway() throws Exception {
        TwoLevelCache<Good> cache = cache(FRESH, Duration.ofMillis(20));
        ask(cache, "slow", false);
        loads.get(0).complete(Optional.of(v(1)));
        pass(FRESH);
        Future<Optional<Cached<Good>>> slow = ask(cache, "slow", true);
        pass(Duration.ofMillis(1));
        ask(cache, "quick", false);
        loads.get(2).complete(Optional.of(v(1)));

        assertThat(await(slow)).map(Cached::stale).contains(true);
        assertThat(metrics.get("souk.cache.source.away").gauge().value()).isZero();
    }

    @Test
    void aHotKeyIsSharedOnceASecond() {
        TwoLevelCache<Good> cache = cache(Duration.ZERO, NEVER);
        for (int i = 0; i < 300; i++) {
            ask(cache, "a", true);
            loads.getLast().complete(Optional.of(v(i)));
            pass(Duration.ofMillis(10));
        }
        assertThat(shared.writes).hasSize(3);
        assertThat(shared.reads).as("what must be new is not looked for there").isZero();
    }

    @Test
    void whoReadsAfterAnOutageThatEndedWhileNobodyReadSeesWhatIsTrue() {
        TwoLevelCache<Good> cache = cache();
        ask(cache, "a", false);
        loads.getLast().complete(Optional.of(v(1)));
        pass(FRESH);
        ask(cache, "a", true);
        loads.getLast().fail(AWAY);
        assertThat(good(ask(cache, "a", true))).isEqualTo(v(1));
        pass(Duration.ofMinutes(1));

        Future<Optional<Cached<Good>>> first = ask(cache, "a", true);
        assertThat(good(ask(cache, "a", true))).as("nobody else waits").isEqualTo(v(1));
        loads.getLast().complete(Optional.of(v(2)));

        assertThat(good(first)).isEqualTo(v(2));
    }

    @Test
    void whatAnotherVersionWroteIsPassedOverAndNewFieldsAreIgnored() {
        shared.values.put("good:a", Buffer.buffer("{\"askedAt\":0,\"value\":{\"name\":\"a\"}}"));
        ask(cache(), "a", false);
        assertThat(loads).hasSize(1);

        shared.values.put(
                "good:a", Buffer.buffer("{\"askedAt\":0,\"value\":{\"name\":\"a\",\"version\":7,\"x\":[]},\"y\":1}"));
        assertThat(good(ask(cache(), "a", false))).isEqualTo(v(7));
        assertThat(loads).hasSize(1);
    }

    @Test
    void whatClaimsToBeOfTheFutureIsNoFreshAnswer() {
        shared.values.put("good:a", Buffer.buffer("{\"askedAt\":5000,\"value\":{\"name\":\"a\",\"version\":7}}"));
        Future<Optional<Cached<Good>>> answer = ask(cache(), "a", true);
        assertThat(loads).hasSize(1);
        loads.getFirst().fail(AWAY);
        assertThat(good(answer)).isEqualTo(v(7));
    }

    @Test
    void aDefectOfTheSourceIsHiddenFromNobodyButWhoHasAnOldValue() {
        TwoLevelCache<Good> cache = cache();
        IllegalStateException defect = new IllegalStateException("no such column");
        Future<Optional<Cached<Good>>> answer = ask(cache, "a", true);
        loads.getFirst().fail(defect);
        assertThat(answer.cause()).isSameAs(defect);

        ask(cache, "a", true);
        loads.get(1).complete(Optional.of(v(1)));
        pass(FRESH);
        Future<Optional<Cached<Good>>> old = ask(cache, "a", true);
        loads.get(2).fail(defect);
        assertThat(good(old)).isEqualTo(v(1));
        assertThat(metrics.get("souk.cache.source.away").gauge().value()).isZero();
    }
}
