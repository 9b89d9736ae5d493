package dev.souk.idempotency;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.idempotency.ClaimOutcome.Fresh;
import dev.souk.idempotency.ClaimOutcome.KeyReused;
import dev.souk.idempotency.ClaimOutcome.Replay;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ClaimRepositoryTest {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static TestDatabase database;
    private final ClaimRepository claims = new ClaimRepository();

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String key() {
        return "key-" + KEYS.incrementAndGet();
    }

    private static Claim claim(String key, String body, String resource) {
        return new Claim("alice", "POST /v1/orders", key, body, resource);
    }

    private List<ClaimOutcome> claimAll(Claim... wanted) {
        return await(database.transactions.run("claim", tx -> claims.claim(tx, List.of(wanted))));
    }

    private List<ClaimOutcome> peekAll(Claim... wanted) {
        return await(claims.peek(database.pool, List.of(wanted)));
    }

    @Test
    void theFirstUseOfAKeyIsFreshAndTheNextFindsWhatItMade() {
        String key = key();

        assertThat(claimAll(claim(key, "body", "order-1"))).containsExactly(new Fresh());
        assertThat(claimAll(claim(key, "body", "order-2"))).containsExactly(new Replay("order-1"));
    }

    @Test
    void theSameKeyWithAnotherBodyIsReused() {
        String key = key();
        claimAll(claim(key, "body", "order-1"));

        assertThat(claimAll(claim(key, "another", "order-2"))).containsExactly(new KeyReused());
        assertThat(peekAll(claim(key, "another", "order-3"))).containsExactly(new KeyReused());
    }

    @Test
    void aKeyBelongsToItsPrincipalAndItsRoute() {
        String key = key();
        claimAll(claim(key, "body", "order-1"));

        assertThat(claimAll(
                        new Claim("bob", "POST /v1/orders", key, "body", "order-2"),
                        new Claim("alice", "POST /v1/stock/{sku}/receipts", key, "body", "receipt-1")))
                .containsExactly(new Fresh(), new Fresh());
    }

    @Test
    void peekingClaimsNothing() {
        String key = key();

        assertThat(peekAll(claim(key, "body", "order-1"))).containsExactly(new Fresh());
        assertThat(claimAll(claim(key, "body", "order-2"))).containsExactly(new Fresh());
        assertThat(peekAll(claim(key, "body", "order-3"))).containsExactly(new Replay("order-2"));
    }

    @Test
    void ofEqualKeysInOneBatchOneIsFreshAndTheOthersFindIt() {
        String key = key();
        String other = key();

        List<ClaimOutcome> outcomes = claimAll(
                claim(key, "body", "order-1"),
                claim(other, "body", "order-2"),
                claim(key, "body", "order-3"),
                claim(key, "another", "order-4"));

        assertThat(outcomes).containsExactly(new Fresh(), new Fresh(), new Replay("order-1"), new KeyReused());
    }

    /** So does a transaction that is run again after its commit's answer was lost. */
    @Test
    void aClaimThatIsMadeTwiceFindsItsOwnResource() {
        String key = key();
        Claim own = claim(key, "body", "order-1");
        claimAll(own);

        assertThat(claimAll(own)).containsExactly(new Replay("order-1"));
    }

    @Test
    void aFailedTransactionLeavesNoClaim() {
        String key = key();
        Future<Object> refused = database.transactions.run(
                "claim",
                tx -> claims.claim(tx, List.of(claim(key, "body", "order-1")))
                        .compose(outcomes -> Future.failedFuture(new ArithmeticException("refused"))));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> await(refused)))
                .isInstanceOf(ArithmeticException.class);
        assertThat(claimAll(claim(key, "body", "order-2"))).containsExactly(new Fresh());
    }

    @Test
    void aWithdrawnKeyMayBeUsedAgainAndAnothersClaimStays() {
        String mine = key();
        String others = key();
        claimAll(claim(others, "body", "order-9"));

        await(database.transactions.run(
                "claim",
                tx -> claims.claim(tx, List.of(claim(mine, "body", "order-1")))
                        .compose(fresh -> claims.withdraw(
                                tx, List.of(claim(mine, "body", "order-1"), claim(others, "body", "order-2"))))));

        assertThat(claimAll(claim(mine, "body", "order-3"))).containsExactly(new Fresh());
        assertThat(claimAll(claim(others, "body", "order-4"))).containsExactly(new Replay("order-9"));
    }

    @Test
    void fiftyAtOnceMakeOneFreshClaim() {
        String key = key();
        List<Future<List<ClaimOutcome>>> running = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Claim claim = claim(key, "body", "order-" + i);
            running.add(database.transactions.run("claim", tx -> claims.claim(tx, List.of(claim))));
        }

        List<ClaimOutcome> outcomes = await(Future.all(running)).<List<ClaimOutcome>>list().stream()
                .map(List::getFirst)
                .toList();

        assertThat(outcomes).filteredOn(Fresh.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Replay.class::isInstance)
                .hasSize(49)
                .containsOnly(peekAll(claim(key, "body", "")).getFirst());
    }

    @Test
    void onlyTheOldOnesAreDeletedAndNoMoreThanAskedFor() {
        List<String> old = List.of(key(), key(), key());
        String young = key();
        old.forEach(key -> claimAll(claim(key, "body", "old")));
        claimAll(claim(young, "body", "young"));
        await(database.pool
                .query("UPDATE idempotency_claim SET created_at = now() - INTERVAL '25 hours' WHERE resource = 'old'")
                .execute());

        Duration day = Duration.ofHours(24);
        int first = await(claims.deleteOlderThan(database.pool, day, 2));
        int second = await(claims.deleteOlderThan(database.pool, day, 2));
        int third = await(claims.deleteOlderThan(database.pool, day, 2));

        assertThat(List.of(first, second, third)).containsExactly(2, 1, 0);
        assertThat(peekAll(claim(young, "body", ""))).containsExactly(new Replay("young"));
    }
}
