package dev.souk.prove.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRingTest {
    private static final URI A = URI.create("http://a");
    private static final URI B = URI.create("http://b");
    private static final URI C = URI.create("http://c");

    private long now;
    private List<URI> nodes = List.of(A, B, C);
    private final NodeRing ring = new NodeRing(() -> nodes, () -> now);

    private List<URI> next(int count) {
        return IntStream.range(0, count).mapToObj(i -> ring.next(null)).toList();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void nodesAreAskedInTurn() {
        assertThat(next(6)).containsExactly(A, B, C, A, B, C);
    }

    @Test
    void aNodeToAvoidIsAvoidedWhereThereIsAnother() {
        assertThat(ring.next(A)).isEqualTo(B);

        nodes = List.of(A);
        assertThat(ring.next(A)).isEqualTo(A);
    }

    @Test
    void aFailedNodeIsLeftOutForAWhile() {
        ring.failed(B);

        assertThat(next(8)).doesNotContain(B);
        pass(Duration.ofMillis(251));
        assertThat(next(3)).contains(B);
    }

    @Test
    void oneRequestTriesANodeThatWasLeftOutAndTheOthersWaitForIt() {
        ring.failed(B);
        pass(Duration.ofMillis(251));

        assertThat(next(9)).containsOnlyOnce(B);
        ring.answered(B);
        assertThat(next(9).stream().filter(B::equals)).hasSize(3);
    }

    @Test
    void aTryThatIsNeverHeardOfAgainKeepsANodeClosedForASecond() {
        ring.failed(B);
        pass(Duration.ofMillis(251));
        assertThat(next(3)).contains(B);

        pass(Duration.ofMillis(999));
        assertThat(next(6)).doesNotContain(B);
        pass(Duration.ofMillis(2));
        assertThat(next(3)).contains(B);
    }

    @Test
    void aNodeThatFailsAgainIsLeftOutLongerUntilItAnswers() {
        ring.failed(B);
        pass(Duration.ofMillis(251));
        assertThat(next(3)).contains(B);
        ring.failed(B);
        pass(Duration.ofMillis(251));
        assertThat(next(6)).doesNotContain(B);
        pass(Duration.ofMillis(250));
        assertThat(next(3)).contains(B);

        ring.answered(B);
        ring.failed(B);
        pass(Duration.ofMillis(251));
        assertThat(next(3)).contains(B);
    }

    @Test
    void requestsThatFailTogetherCountOnce() {
        IntStream.range(0, 100).forEach(i -> ring.failed(B));

        pass(Duration.ofMillis(251));
        assertThat(next(3)).contains(B);
    }

    @Test
    void whenAllAreLeftOutAllAreTried() {
        nodes.forEach(ring::failed);

        assertThat(next(3)).containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void nodesMayComeAndGo() {
        next(2);
        nodes = List.of(B);

        assertThat(next(2)).containsOnly(B);
    }
}
