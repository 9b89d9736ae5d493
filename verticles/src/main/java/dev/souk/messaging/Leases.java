package dev.souk.messaging;

import dev.souk.messaging.LeaseRepository.Member;
import dev.souk.messaging.departure.Departures;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's share of named pieces of work. Renewed at a third of their life; the nodes that take part in one set divide
 * it evenly: who has too much gives it back at its next renewal, who has too little takes what is free. A lease only
 * spares double work: every effect stays guarded by its own compare-and-set.
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
    private final String set;
    private Set<String> held = Set.of();
    private long heldUntilNanos = System.nanoTime();
    private Future<?> renewal = Future.succeededFuture();
    private boolean ensured;
    private long timer = -1;
    private Departures.@Nullable Watch watch;
    private boolean stopping;

    /** @param names of all leases of the set, 1 or more; the first, which names the set, is the same on every node */
    public Leases(Vertx vertx, TransactionRunner transactions, String owner, Duration life, List<String> names) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.owner = owner;
        this.life = life;
        this.names = List.copyOf(names);
        this.set = names.getFirst();
    }

    /** As {@link #start()}, and takes over at once what nodes had that are gone. */
    Future<Void> start(Departures departures) {
        Context context = vertx.getOrCreateContext();
        watch = departures.watch(gone -> context.runOnContext(here -> take(gone)));
        return start();
    }

    /** @return done when the leases were asked for; where that failed they are asked for again, as every renewal is */
    public Future<Void> start() {
        timer = vertx.setPeriodic(life.toMillis() / RENEWALS_PER_LIFE, tick -> tick());
        tick();
        return renewal.<Void>mapEmpty().otherwiseEmpty();
    }

    /**
     * Takes its share of what a node had that is gone, now.
     *
     * @param gone as {@code owner}
     * @return done when this was tried; what failed is done when its leases end
     */
    Future<Void> take(String gone) {
        return renewal.otherwiseEmpty()
                .compose(ended -> stopping
                        ? Future.succeededFuture()
                        : transactions.guarded("leases", tx -> repository.depart(tx, set, gone, names)))
                .<Void>compose(freed -> stopping ? Future.succeededFuture() : renew())
                .otherwise(failure -> {
                    log.info("leases of {} were not taken over yet: {}", gone, failure.getMessage());
                    return null;
                });
    }

    private void tick() {
        if (renewal.isComplete()) {
            renewal = renew().onFailure(failure -> log.atWarn()
                    .addKeyValue("lease", set)
                    .log(
                            "not renewed this time, held for {} ms more unless the next time succeeds: {}",
                            leftMillis(),
                            failure.getMessage()));
        }
    }

    private long leftMillis() {
        return held.isEmpty()
                ? 0
                : Math.max(
                        0, Duration.ofNanos(heldUntilNanos - System.nanoTime()).toMillis());
    }

    /**
     * Gives the leases back, so that others need not wait for them to expire. Where that cannot be said to the database,
     * they must wait; the stop itself does not fail.
     */
    public Future<Void> stop() {
        stopping = true;
        if (watch != null) {
            watch.end();
        }
        vertx.cancelTimer(timer);
        held = Set.of();
        return renewal.otherwiseEmpty()
                .compose(ended -> transactions.guarded("leases", this::giveBack))
                .otherwise(failure -> {
                    log.info("leases were not given back: {}", failure.getMessage());
                    return null;
                });
    }

    private Future<Void> giveBack(SqlClient tx) {
        return repository.release(tx, owner, names).compose(released -> repository.leave(tx, set, owner));
    }

    /** @return the leases that this node holds at this moment */
    public Set<String> held() {
        return System.nanoTime() - heldUntilNanos < 0 ? held : Set.of();
    }

    Future<Void> renew() {
        long asked = System.nanoTime();
        return ensure().compose(there -> transactions.guarded("leases", this::inTransaction))
                .onSuccess(taken -> {
                    held = stopping ? Set.of() : Set.copyOf(taken);
                    heldUntilNanos = asked + life.toNanos();
                })
                .mapEmpty();
    }

    private Future<Void> ensure() {
        return ensured
                ? Future.succeededFuture()
                : transactions
                        .guarded("leases", tx -> repository.ensure(tx, names))
                        .onSuccess(there -> ensured = true);
    }

    private Future<List<String>> inTransaction(SqlClient tx) {
        return repository
                .join(tx, set, owner, life)
                .compose(joined -> repository.members(tx, set))
                .compose(members -> repository
                        .forgetExpired(tx, set)
                        .compose(left -> repository.state(tx, names))
                        .compose(states -> share(tx, LeaseShare.of(owner, present(members), states))));
    }

    private static int present(List<Member> members) {
        return (int) members.stream().filter(member -> !member.expired()).count();
    }

    private Future<List<String>> share(SqlClient tx, LeaseShare share) {
        return repository
                .release(tx, owner, share.surplus())
                .compose(released -> repository.take(tx, owner, life, share.wanted()));
    }
}
