package dev.souk.messaging.outbox;

import dev.souk.messaging.CrashPoint;
import dev.souk.messaging.event.Decided;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/**
 * Commits decisions together with their events, then publishes the events. A crash between the two leaves them in the
 * outbox, for the relay. See {@link CrashPoint} for how a test provokes it.
 */
public final class Facts {
    private final TransactionRunner transactions;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;

    public Facts(TransactionRunner transactions, OutboxRepository outbox, EventPublisher publisher) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.publisher = publisher;
    }

    /** As {@link TransactionRunner#run(String, Function)}. */
    public <T> Future<T> commit(String name, Function<SqlConnection, Future<Decided<T>>> work) {
        return committed(name, transactions.run(name, tx -> decide(name, tx, work)));
    }

    /** As {@link TransactionRunner#run(String, Duration, Function)}. */
    public <T> Future<T> commit(String name, Duration within, Function<SqlConnection, Future<Decided<T>>> work) {
        return committed(name, transactions.run(name, within, tx -> decide(name, tx, work)));
    }

    /**
     * Commits in one round trip, at READ COMMITTED: see {@link TransactionRunner#guardedOnce}. Fails, and keeps
     * nothing, where one of the statements is refused.
     *
     * @param work sends the statements, none of which waits for another's answer, as {@linkplain Decided#written
     *     written}; may run several times
     */
    public <T> Future<T> commitAtOnce(String name, Function<SqlClient, Decided<T>> work) {
        return committed(
                name,
                transactions.guardedOnce(
                        name,
                        client -> {
                            Future<Written<T>> written = written(client, work.apply(client));
                            CrashPoint.reach(name + ".at-once-written");
                            return written;
                        },
                        () -> CrashPoint.reach(name + ".at-once-sent")));
    }

    private record Written<T>(T outcome, OutboxBatch events) {}

    private <T> Future<Written<T>> decide(
            String name, SqlConnection tx, Function<SqlConnection, Future<Decided<T>>> work) {
        return work.apply(tx)
                .compose(decided -> written(tx, decided))
                .onSuccess(written -> CrashPoint.reach(name + ".before-commit"));
    }

    private <T> Future<Written<T>> written(SqlClient client, Decided<T> decided) {
        Future<OutboxBatch> events = outbox.append(client, decided.events());
        return Future.all(decided.written(), events).map(done -> new Written<>(decided.outcome(), events.result()));
    }

    private <T> Future<T> committed(String name, Future<Written<T>> commit) {
        return commit.map(written -> {
            CrashPoint.reach(name + ".after-commit");
            publisher.publish(written.events()).onSuccess(published -> CrashPoint.reach(name + ".after-publish"));
            return written.outcome();
        });
    }
}
