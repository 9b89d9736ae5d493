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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LeasesTest {
    private static final Duration LIFE = Duration.ofMillis(1_500);

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** A node's leases and the context that they live on. */
    private record Node(Context context, Leases leases) {
        static Node start(String name, List<String> names) {
            Node node = of(name, names, LIFE);
            await(node.onContext(node.leases::start));
            return node;
        }

        static Node of(String name, List<String> names, Duration life) {
            Context context = database.vertx.getOrCreateContext();
            return new Node(context, new Leases(database.vertx, database.transactions, name, life, names));
        }

        <T> Future<T> onContext(Callable<Future<T>> work) {
            Promise<T> promise = Promise.promise();
            context.runOnContext(now -> {
                try {
                    work.call().onComplete(promise);
                } catch (Exception e) {
                    promise.fail(e);
                }
            });
            return promise.future();
        }

        Set<String> held() {
            return await(onContext(() -> Future.succeededFuture(leases.held())));
        }

        void stop() {
            await(onContext(leases::stop));
        }
    }

    private static List<String> names(String set, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(set + "-" + i);
        }
        return names;
    }

    @Test
    void nodesDivideASetEvenlyAndNoLeaseHasTwoOwners() {
        List<String> names = names("even", 10);
        Node one = Node.start("one", names);
        eventually().untilAsserted(() -> assertThat(one.held()).containsExactlyInAnyOrderElementsOf(names));

        Node two = Node.start("two", names);
        Node three = Node.start("three", names);
        eventually().untilAsserted(() -> {
            List<Set<String>> shares = List.of(one.held(), two.held(), three.held());
            assertThat(shares).allSatisfy(share -> assertThat(share).hasSizeBetween(2, 4));
            List<String> all = new ArrayList<>();
            shares.forEach(all::addAll);
            assertThat(all).containsExactlyInAnyOrderElementsOf(names);
        });

        two.stop();
        assertThat(two.held()).isEmpty();
        eventually().untilAsserted(() -> {
            Set<String> all = new HashSet<>(one.held());
            all.addAll(three.held());
            assertThat(all).containsExactlyInAnyOrderElementsOf(names);
        });
        one.stop();
        three.stop();
    }

    /** The leases last longer than this test. */
    @Test
    void whatANodeHadThatIsGoneIsTakenAtOnceAndNothingOfALaterStartOfIt() {
        List<String> names = names("gone", 4);
        Duration life = Duration.ofMinutes(30);
        Node dead = Node.of("node~1", names, life);
        await(dead.onContext(dead.leases::start));
        eventually().untilAsserted(() -> assertThat(dead.held()).hasSize(4));
        Node heir = Node.of("heir", names, life);
        Departures departures = new Departures();
        await(heir.onContext(() -> heir.leases.start(departures)));
        assertThat(heir.held()).isEmpty();

        departures.left("node~2");
        await(heir.onContext(() -> heir.leases.take("node~2")));
        assertThat(heir.held()).isEmpty();

        departures.left("node~1");
        eventually().untilAsserted(() -> assertThat(heir.held()).containsExactlyInAnyOrderElementsOf(names));
        heir.stop();
    }

    /** Who lost the database must stop working before another can begin. */
    @Test
    void whatCannotBeRenewedIsNotHeldAnyLonger() {
        List<String> names = names("renewed", 2);
        Node node = Node.start("node", names);
        eventually().untilAsserted(() -> assertThat(node.held()).hasSize(2));

        await(database.pool
                .query("ALTER TABLE lease_member RENAME TO lease_member_away")
                .execute());
        try {
            eventually().untilAsserted(() -> assertThat(node.held()).isEmpty());
        } finally {
            await(database.pool
                    .query("ALTER TABLE lease_member_away RENAME TO lease_member")
                    .execute());
        }
        eventually().untilAsserted(() -> assertThat(node.held()).hasSize(2));
        node.stop();
    }

    /** A node starts while others renew all the time, and while the database has just come back. */
    @Test
    void whatCannotBeAskedForAtTheStartIsAskedForAgain() {
        List<String> names = names("late", 2);
        await(database.pool.query("ALTER TABLE lease RENAME TO lease_away").execute());
        Node node;
        try {
            node = Node.start("node", names);
            assertThat(node.held()).isEmpty();
        } finally {
            await(database.pool.query("ALTER TABLE lease_away RENAME TO lease").execute());
        }
        eventually().untilAsserted(() -> assertThat(node.held()).hasSize(2));
        node.stop();
    }

    @Test
    void renewalsOfManySetsAtOnceAreInNobodysWay() {
        List<Node> nodes = IntStream.range(0, 24)
                .mapToObj(i -> Node.start("node-" + i % 3, names("busy-" + i / 3, 1)))
                .toList();

        List<Future<Void>> renewals = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            nodes.forEach(node -> renewals.add(node.onContext(node.leases::renew)));
            await(Future.all(renewals));
        }

        assertThat(database.metrics
                        .find("souk.sql.retries")
                        .tag("transaction", "leases")
                        .counters())
                .allSatisfy(
                        retries -> assertThat(retries.getId().getTag("reason")).isNotEqualTo("CONFLICT"));
        nodes.forEach(Node::stop);
    }

    @Test
    void aNodeThatComesBackUnderItsNameHasItsLeasesAtOnce() {
        List<String> names = names("again", 3);
        await(database.pool
                .query("INSERT INTO lease SELECT 'again-' || n, 'node', now() + INTERVAL '1 hour'"
                        + " FROM generate_series(0, 2) AS n")
                .execute());

        Node other = Node.start("other", names);
        assertThat(other.held()).as("another's, and not expired").isEmpty();

        Node node = Node.start("node", names);
        eventually()
                .untilAsserted(() -> assertThat(node.held()).isSubsetOf(names).isNotEmpty());
        node.stop();
        other.stop();
    }
}
