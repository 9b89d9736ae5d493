package dev.souk.prove.report;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.souk.prove.check.CheckReport;
import dev.souk.prove.check.Verdict;
import dev.souk.prove.check.Violation;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderSeen;
import dev.souk.prove.history.StreamEnd;
import dev.souk.prove.run.FaultRecord;
import dev.souk.prove.run.Rest;
import dev.souk.prove.run.RunOptions;
import dev.souk.prove.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A history and a run, made up to the millisecond. Times are milliseconds since {@link #ZERO}. */
final class MadeUp {
    static final Instant ZERO = Instant.parse("2026-03-14T15:09:26Z");
    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerFor(HistoryLine.class);

    /** The history's own clock began at another time than the run's. */
    private static final long ORIGIN = 123_456_789;

    final List<HistoryLine> lines = new ArrayList<>();
    final List<FaultRecord> faults = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final SortedMap<Instant, Long> confirmations = new TreeMap<>();
    String shop = RunRecord.SOUK;
    long seed = 42;
    Rest rest = new Rest(1_500, new Pending(0, 0, 0, 0, 0));
    private long ids;

    static Instant at(long milli) {
        return ZERO.plusMillis(milli);
    }

    private static long nanos(long milli) {
        return ORIGIN + TimeUnit.MILLISECONDS.toNanos(milli);
    }

    long asked(long milli, String buyer, Operation operation, @Nullable String key) {
        return asked(milli, buyer, operation, 1, key);
    }

    long asked(long milli, String buyer, Operation operation, int attempt, @Nullable String key) {
        long id = ++ids;
        lines.add(new Asked(
                id,
                at(milli),
                nanos(milli),
                buyer,
                operation,
                "http://127.0.0.1:8888",
                attempt,
                key,
                null,
                null,
                null));
        return id;
    }

    void answered(long milli, long id, int status) {
        answered(milli, id, status, null, false, null);
    }

    void answered(long milli, long id, int status, @Nullable String code, boolean replayed, @Nullable OrderSeen order) {
        lines.add(new Answered(id, at(milli), nanos(milli), status, code, null, replayed, order, null));
    }

    void lost(long milli, long id) {
        lines.add(new Lost(id, at(milli), nanos(milli), "timeout"));
    }

    /** A request of a buyer of its own that is answered after {@code took}. */
    void request(long milli, long took, Operation operation, int status) {
        String buyer = "buyer-" + (ids + 1);
        long id = asked(milli, buyer, operation, operation == Operation.PLACE_ORDER ? buyer + ".1" : null);
        answered(milli + took, id, status);
    }

    /** An order that is followed over two connections, and its first webhook at its second attempt. */
    void told(long milli) {
        long id = ++ids;
        lines.add(new Followed(id, at(milli), nanos(milli), "alice", "order", "http://127.0.0.1:8888", 1, null));
        lines.add(new Told(id, at(milli), nanos(milli), 1, "order.placed", "PENDING", "e-1"));
        lines.add(new Unfollowed(id, at(milli), nanos(milli), StreamEnd.BROKEN, null, null, "reset"));
        lines.add(new Webhook(++ids, at(milli), nanos(milli), "e-1", "order.placed", "order", 1L, true, false));
        lines.add(new Webhook(++ids, at(milli), nanos(milli), "e-1", "order.placed", "order", 1L, true, true));
        long again = ++ids;
        lines.add(new Followed(again, at(milli), nanos(milli), "alice", "order", "http://127.0.0.1:8898", 2, 1L));
        lines.add(new Told(again, at(milli), nanos(milli), 2, "order.rejected", "REJECTED", "e-2"));
        lines.add(new Unfollowed(again, at(milli), nanos(milli), StreamEnd.ENDED, 200, null, null));
        long last = ++ids;
        lines.add(new Followed(last, at(milli), nanos(milli), "alice", "order", "http://127.0.0.1:8888", 3, 2L));
        lines.add(new Unfollowed(last, at(milli), nanos(milli), StreamEnd.NOTHING_LEFT, 204, null, null));
    }

    void fault(String kind, String target, long from, @Nullable Long until, String note) {
        faults.add(new FaultRecord(kind, target, at(from), until == null ? null : at(until), note));
    }

    /** One that was kept when there is no violation. */
    void verdict(String name, long excess, Violation... violations) {
        int count = violations.length;
        verdicts.add(new Verdict(
                name, "Promise " + name + ".", count == 0, 100, count, excess, "units", List.of(violations), null));
    }

    RunRecord run(Path folder, int seconds) throws IOException {
        Path history = folder.resolve("history-" + shop + seed + ".jsonl");
        List<String> text = new ArrayList<>();
        for (HistoryLine line : lines) {
            text.add(JSON.writeValueAsString(line));
        }
        Files.write(history, text);
        CheckReport check = new CheckReport(
                shop,
                verdicts,
                Map.of("orders", 3L),
                new TreeMap<>(Map.of("CONFIRMED", 2L)),
                confirmations,
                false,
                1_234);
        Duration time = Duration.ofSeconds(seconds);
        return new RunRecord(
                "souk prove --seed " + seed,
                shop,
                seed,
                new RunOptions(3, 500, 50, 20_000, time, List.of("node-kill")),
                at(-5_000),
                at(0),
                at(seconds * 1_000L),
                at(seconds * 1_000L + 2_000),
                at(seconds * 1_000L + 9_000),
                faults,
                List.of(),
                rest,
                Map.of("PostgreSQL", "18.4"),
                check,
                history);
    }
}
