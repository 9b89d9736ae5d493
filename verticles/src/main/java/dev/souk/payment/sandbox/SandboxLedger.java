package dev.souk.payment.sandbox;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.payment.sandbox.Ledger.Seen;
import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The durable ledger: decides calls in batches, one transaction each. Lives on the context it was made on. */
final class SandboxLedger {
    private static final BatcherOptions BATCHES = new BatcherOptions(500, Duration.ofMillis(2), 20_000, 1);
    /** A webhook is sent right after the commit; by the sweeper only when that was not done. */
    private static final Duration SWEEP_AFTER = Duration.ofSeconds(5);

    private final TransactionRunner transactions;
    private final LedgerRepository ledger;
    private final WebhookRepository webhooks;
    private final Batcher<LedgerCall, Answered> calls;

    /** @param webhook to send, when this call is what it tells of */
    record Answered(Entry entry, @Nullable Webhook webhook) {}

    SandboxLedger(
            Vertx vertx,
            MeterRegistry metrics,
            TransactionRunner transactions,
            LedgerRepository ledger,
            WebhookRepository webhooks) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.calls = new Batcher<>(
                vertx,
                metrics,
                "sandbox-calls",
                BATCHES,
                call -> 1,
                call -> call,
                failure -> SqlState.of(failure) == SqlState.CONTENT,
                batch -> transactions.run("sandbox-calls", tx -> decideAll(tx, batch)));
    }

    /** @return how the call is answered, durably so */
    Future<Answered> call(LedgerCall call) {
        return calls.submit(call);
    }

    /** @return how the key was answered; absent when it was not seen or not decided */
    Future<@Nullable Seen> lookup(String key) {
        return transactions
                .read("sandbox-lookup", client -> ledger.seen(client, List.of(key)))
                .map(seen -> {
                    Seen found = seen.get(key);
                    return found == null || found.status() == 0 ? null : found;
                });
    }

    Future<List<LedgerRepository.Line>> page(@Nullable UUID after, int limit) {
        return transactions.read("sandbox-page", client -> ledger.page(client, after, limit));
    }

    private Future<List<Answered>> decideAll(SqlConnection tx, List<LedgerCall> batch) {
        List<String> keys = batch.stream().map(LedgerCall::key).distinct().toList();
        List<UUID> payments =
                batch.stream().map(LedgerCall::payment).distinct().sorted().toList();
        Future<Map<String, Seen>> seen = ledger.seen(tx, keys);
        Future<Map<UUID, Account>> accounts = ledger.lockAccounts(tx, payments);
        return Future.all(seen, accounts).compose(read -> {
            Round round = new Round(seen.result(), accounts.result());
            List<Answered> answers = batch.stream().map(round::decide).toList();
            return save(tx, round).map(answers);
        });
    }

    private Future<Void> save(SqlConnection tx, Round round) {
        if (round.decided.isEmpty()) {
            return Future.succeededFuture();
        }
        // All are sent before the first is answered: one round trip.
        return Future.all(
                        ledger.saveCalls(tx, List.copyOf(round.decided.values())),
                        round.moved.isEmpty()
                                ? Future.succeededFuture()
                                : ledger.saveAccounts(tx, List.copyOf(round.moved.values())),
                        round.webhooks.isEmpty()
                                ? Future.succeededFuture()
                                : webhooks.save(tx, round.webhooks, SWEEP_AFTER))
                .mapEmpty();
    }

    /** One batch: each call is decided on what the ones before it left. */
    private static final class Round {
        private final Map<String, Seen> seen;
        private final Map<UUID, Account> accounts;
        private final Map<String, Entry> decided = new LinkedHashMap<>();
        private final Map<UUID, Account> moved = new HashMap<>();
        private final List<Webhook> webhooks = new ArrayList<>();

        Round(Map<String, Seen> seen, Map<UUID, Account> accounts) {
            this.seen = new HashMap<>(seen);
            this.accounts = new HashMap<>(accounts);
        }

        Answered decide(LedgerCall call) {
            Seen before = seen.get(call.key());
            Entry entry = Ledger.decide(accounts.get(call.payment()), before, call);
            boolean answeredBefore =
                    before != null && (before.status() != 0 || !before.call().equals(call));
            if (answeredBefore) {
                return new Answered(entry, null);
            }
            decided.put(call.key(), entry);
            seen.put(call.key(), new Seen(call, entry.decided() ? entry.status() : 0, entry.code()));
            Account after = entry.account();
            if (after == null) {
                return new Answered(entry, null);
            }
            if (!after.equals(accounts.put(call.payment(), after))) {
                moved.put(call.payment(), after);
            }
            return new Answered(entry, webhookOf(entry, after.token()));
        }

        private @Nullable Webhook webhookOf(Entry entry, SandboxToken token) {
            if (!entry.decided() || token.webhooks() == 0) {
                return null;
            }
            Webhook webhook = Webhook.of(entry, token.webhooks());
            webhooks.add(webhook);
            return webhook;
        }
    }
}
