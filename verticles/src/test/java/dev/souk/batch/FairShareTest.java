package dev.souk.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final int SHARE = 100;

    record Order(String customer, int lines) {}

    private final ArrayDeque<Promise<String>> queue = new ArrayDeque<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FairShare<Order, String> shares =
            new FairShare<>(metrics, "test", SHARE, Order::customer, Order::lines, order -> {
                Promise<String> answer = Promise.promise();
                queue.add(answer);
                return answer.future();
            });

    private double refused() {
        return metrics.counter("souk.batch.unfair", "batch", "test").count();
    }

    @Test
    void oneCustomersOrdersDoNotKeepAnothersOut() {
        List<Future<String>> greedy = IntStream.range(0, 20)
                .mapToObj(i -> shares.submit(new Order("greedy", 30)))
                .toList();

        assertThat(greedy.subList(0, 3)).noneMatch(Future::isComplete);
        assertThat(greedy.subList(3, 20))
                .allSatisfy(order -> assertThat(order.cause()).isInstanceOf(BusyException.class));
        assertThat(refused()).isEqualTo(17);
        assertThat(shares.submit(new Order("modest", 1)).isComplete()).isFalse();
        assertThat(queue).hasSize(4);
    }

    @Test
    void anOrderThatIsLargerThanTheShareIsTakenWhenNothingElseIsThere() {
        Future<String> large = shares.submit(new Order("large", 5 * SHARE));
        assertThat(large.isComplete()).isFalse();
        assertThat(shares.submit(new Order("large", 1)).cause()).isInstanceOf(BusyException.class);

        queue.remove().complete("taken");

        assertThat(large.result()).isEqualTo("taken");
        assertThat(shares.submit(new Order("large", 1)).isComplete()).isFalse();
    }

    @Test
    void aFailureGivesItsPlaceBackToo() {
        Future<String> failed = shares.submit(new Order("unlucky", SHARE));
        queue.remove().fail("away");
        assertThat(failed.failed()).isTrue();
        assertThat(shares.owners()).isZero();
    }

    /** Whatever comes and goes, no customer ever has more than its share, and no customer is remembered in the end. */
    @Property
    void noCustomerHasMoreThanItsShareAndNoneIsRemembered(
            @ForAll @Size(max = 60) List<@IntRange(min = -1, max = 299) Integer> events) {
        int[] there = new int[3];
        ArrayDeque<Order> inQueue = new ArrayDeque<>();
        for (int event : events) {
            if (event < 0) {
                if (!queue.isEmpty()) {
                    queue.remove().complete("");
                    Order done = inQueue.remove();
                    there[Integer.parseInt(done.customer())] -= done.lines();
                }
                continue;
            }
            int customer = event % 3;
            Order order = new Order(Integer.toString(customer), 1 + event / 3);
            boolean fits = there[customer] == 0 || there[customer] + order.lines() <= SHARE;
            Future<String> answer = shares.submit(order);
            assertThat(answer.failed()).isEqualTo(!fits);
            if (fits) {
                there[customer] += order.lines();
                inQueue.add(order);
            }
        }
        queue.forEach(waiting -> waiting.complete(""));
        queue.clear();
        assertThat(shares.owners()).isZero();
    }
}
