package dev.souk.prove.report.analysis;

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
import dev.souk.prove.report.analysis.Tally.End;
import dev.souk.prove.report.notice.NoticeCount;
import dev.souk.prove.report.notice.NoticeTotal;
import dev.souk.prove.run.FaultRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts a history in one pass. Keeps in memory the requests under way, one entry a buyer, some numbers a second, and
 * four bytes a request for each percentile that it belongs to.
 */
final class HistoryCount implements Consumer<HistoryLine> {
    private static final int CREATED = 201;
    private static final String NO_ANSWER = "no answer";

    private final List<FaultRecord> faults;
    private final Instant ended;
    private final Map<Long, Asked> open = new HashMap<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<LaneCount> lanes =
            Stream.generate(LaneCount::new).limit(Lane.values().length).toList();
    private final Map<String, Map<String, Long>> answers = new TreeMap<>();
    /** A buyer has one order at a time: the last is enough to know whether one is new. */
    private final Map<String, String> acceptedLast = new HashMap<>();

    private final Map<String, String> confirmedLast = new HashMap<>();
    private final List<FaultWindow> windows = new ArrayList<>();
    private final ReadCount reads = new ReadCount();
    private final NoticeCount notices = new NoticeCount();
    private final ReadJournal journal = new ReadJournal(new ReadJournal.Listener() {
        @Override
        public void served(Asked first, int attempt, long nanos) {
            read(first, count -> count.served(attempt, nanos));
        }

        @Override
        public void unserved(Asked first) {
            read(first, ReadCount::unserved);
        }
    });
    private @Nullable Instant zero;
    /** The nanoseconds to add to those of a line to get the nanoseconds since {@code zero}. */
    private long shift;

    private long accepted;
    private long repeated;
    private long replays;

    /** @param ended of the buying */
    HistoryCount(List<FaultRecord> faults, Instant ended) {
        this.faults = faults;
        this.ended = ended;
    }

    @Override
    public void accept(HistoryLine line) {
        if (zero == null) {
            begin(line);
        }
        switch (line) {
            case Asked asked -> {
                repeated += asked.attempt() > 1 ? 1 : 0;
                open.put(asked.id(), asked);
                if (Lane.of(asked.operation()) == Lane.CATALOG) {
                    journal.asked(asked);
                }
            }
            case Answered answered -> answered(asked(answered), answered);
            case Lost lost -> lost(asked(lost), lost.nanos());
            case Followed stream -> notices.followed(stream);
            case Told event -> notices.told();
            case Unfollowed end -> notices.unfollowed(end);
            case Webhook webhook -> notices.webhook(webhook);
        }
    }

    private void begin(HistoryLine first) {
        Instant origin = first.at().truncatedTo(ChronoUnit.SECONDS);
        zero = origin;
        shift = ChronoUnit.NANOS.between(origin, first.at()) - first.nanos();
        faults.forEach(fault -> {
            Instant until = fault.healed() == null ? ended : fault.healed();
            windows.add(new FaultWindow(fault, millis(origin, fault.injected()), millis(origin, until)));
        });
    }

    private static long millis(Instant origin, Instant at) {
        return ChronoUnit.MILLIS.between(origin, at);
    }

    private Asked asked(HistoryLine end) {
        Asked asked = open.remove(end.id());
        if (asked == null) {
            throw new IllegalArgumentException("the history has an end of request " + end.id() + " and no beginning");
        }
        return asked;
    }

    private long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + shift);
    }

    private Bucket bucket(long milli) {
        int second = (int) Math.clamp(milli / 1_000, 0, Integer.MAX_VALUE - 1);
        while (buckets.size() <= second) {
            buckets.add(new Bucket());
        }
        return buckets.get(second);
    }

    private void read(Asked first, Consumer<ReadCount> how) {
        how.accept(reads);
        windows.forEach(window -> window.read(millis(first.nanos()), how));
    }

    private void lost(Asked asked, long nanos) {
        bucket(millis(nanos)).lost();
        end(asked, NO_ANSWER, End.LOST);
    }

    private void end(Asked asked, String how, End end) {
        answers.computeIfAbsent(asked.operation().name(), operation -> new TreeMap<>())
                .merge(how, 1L, Long::sum);
        Lane lane = Lane.of(asked.operation());
        if (lane != null) {
            long askedMilli = millis(asked.nanos());
            windows.forEach(window -> window.count(lane, askedMilli, end));
            lanes.get(lane.ordinal()).ended(end);
        }
    }

    private void answered(Asked asked, Answered answer) {
        long milli = millis(answer.nanos());
        Bucket bucket = bucket(milli);
        replays += answer.replayed() ? 1 : 0;
        boolean served = isServed(answer.status());
        Lane lane = Lane.of(asked.operation());
        if (!served) {
            bucket.unserved(answer.status());
        } else if (lane != null) {
            long nanos = answer.nanos() - asked.nanos();
            bucket.served(lane, nanos);
            lanes.get(lane.ordinal()).served(milli, nanos);
            if (lane == Lane.CATALOG) {
                journal.served(asked, answer.nanos());
            }
        }
        end(
                asked,
                answer.status() + (answer.code() == null ? "" : " " + answer.code()),
                served ? End.SERVED : End.UNAVAILABLE);
        see(asked, answer, bucket);
    }

    /** Whether a status is final, so that the request is not asked again: all but 5xx, 408 and 429. */
    private static boolean isServed(int status) {
        return status < 500 && status != 408 && status != 429;
    }

    private void see(Asked asked, Answered answer, Bucket bucket) {
        String key = asked.key();
        if (asked.operation() == Operation.PLACE_ORDER
                && answer.status() == CREATED
                && key != null
                && !key.equals(acceptedLast.put(asked.buyer(), key))) {
            accepted++;
            bucket.accepted();
        }
        OrderSeen seen = answer.order();
        if (seen != null
                && seen.status().equals("CONFIRMED")
                && !seen.id().equals(confirmedLast.put(asked.buyer(), seen.id()))) {
            bucket.confirmed++;
        }
    }

    /** Call after the last line. Requests that are under way then count as lost, in no second. */
    Counts close() {
        open.values().forEach(asked -> end(asked, NO_ANSWER, End.LOST));
        open.clear();
        journal.close();
        Instant origin = zero == null ? ended.truncatedTo(ChronoUnit.SECONDS) : zero;
        return new Counts(
                origin,
                Math.max(0, millis(origin, ended)),
                accepted,
                repeated,
                replays,
                buckets,
                windows,
                lanes,
                reads.close(),
                notices.close(),
                answers);
    }

    /** The counts of a history. */
    record Counts(
            Instant zero,
            long endMillis,
            long accepted,
            long repeated,
            long replays,
            List<Bucket> buckets,
            List<FaultWindow> windows,
            List<LaneCount> lanes,
            ReadTotal reads,
            NoticeTotal notices,
            Map<String, Map<String, Long>> answers) {}
}
