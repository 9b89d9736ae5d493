package dev.souk.messaging;

import dev.souk.messaging.LeaseRepository.LeaseState;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's share of named pieces of work. Renewed at a third of their life; the nodes that hold leases of one set
 * divide it evenly. A lease only spares double work: every effect stays guarded by its own compare-and-set.
 *
 * <p>Runs on the context that started it. While the database is away nothing is held for longer than the lease lasts.
 */
public final class Leases {
    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final int RENEWALS_PER_LIFE = 3;

    private final Vertx vertx;
    private final TransactionRunner transactions;
    private final LeaseRepository repository = new LeaseRepository();
    private final String owner;
    private final Duration life;
    private final List<String> names;
    private Set<String> held = Set.of();
    private long heldUntilNanos;
    private long timer = -1;

    /** @param names of all leases of the set, the same on every node */
    public Leases(Vertx vertx, TransactionRunner transactions, String owner, Duration life, List<String> names) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.owner = owner;
        this.life = life;
        this.names = List.copyOf(names);
    }

    public Future<Void> start() {
        return transactions
                .run("leases-ensure", tx -> repository.ensure(tx, names))
                .compose(ensured -> renew())
                .onSuccess(renewed -> timer = vertx.setPeriodic(
                        life.toMillis() / RENEWALS_PER_LIFE,
                        tick -> renew().onFailure(
                                        failure -> log.warn("leases were not renewed: {}", failure.getMessage()))));
    }

    /** Gives the leases back, so that others need not wait for them to expire. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        held = Set.of();
        return transactions.run("leases-release", tx -> repository.release(tx, owner, names));
    }

    /** @return the leases that this node holds at this moment */
    public Set<String> held() {
        return System.nanoTime() < heldUntilNanos ? held : Set.of();
    }

    private Future<Void> renew() {
        long asked = System.nanoTime();
        return transactions
                .run(
                        "leases",
                        tx -> repository
                                .state(tx, names)
                                .compose(states -> repository.take(tx, owner, life, share(states))))
                .onSuccess(taken -> {
                    held = Set.copyOf(taken);
                    heldUntilNanos = asked + life.toNanos();
                })
                .mapEmpty();
    }

    /** Own ones first, then free ones, up to an even share among the nodes that hold any. */
    private List<String> share(List<LeaseState> states) {
        Set<String> owners = new HashSet<>(Set.of(owner));
        states.stream().filter(state -> !state.expired()).map(LeaseState::owner).forEach(owners::add);
        int fair = Math.ceilDiv(states.size(), owners.size());
        List<String> wanted = new ArrayList<>();
        states.stream()
                .filter(state -> state.owner().equals(owner))
                .map(LeaseState::name)
                .forEach(wanted::add);
        states.stream()
                .filter(state -> !state.owner().equals(owner) && state.expired())
                .map(LeaseState::name)
                .forEach(wanted::add);
        return wanted.size() <= fair ? wanted : wanted.subList(0, fair);
    }
}
