package dev.souk.prove.report.analysis;

import dev.souk.prove.history.HistoryReader;
import dev.souk.prove.history.HistoryReader.Read;
import dev.souk.prove.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Turns the history of a run, and the shop's own timelines as the checker read them, into a {@link RunAnalysis}. */
public final class Analyst {
    private Analyst() {}

    /** @throws IOException when the history cannot be read, or is none */
    public static RunAnalysis analyse(RunRecord run) throws IOException {
        HistoryCount history = new HistoryCount(run.faults(), run.boughtUntil());
        Read read;
        try {
            read = HistoryReader.read(run.history(), history);
        } catch (IllegalArgumentException e) {
            throw new IOException(run.history().getFileName() + " is no history: " + e.getMessage(), e);
        }
        HistoryCount.Counts counts = history.close();
        SortedMap<Instant, Long> confirmed = run.verdict().confirmations();
        List<Bucket> buckets = counts.buckets();
        if (!confirmed.isEmpty()) {
            confirm(buckets, counts.zero(), confirmed);
        }
        List<Second> seconds = buckets.stream().map(Bucket::close).toList();
        Map<Lane, LaneTotal> lanes = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            lanes.put(lane, counts.lanes().get(lane.ordinal()).close(counts.endMillis()));
        }
        return new RunAnalysis(
                counts.zero(),
                counts.endMillis(),
                read.lines(),
                Files.size(run.history()),
                digest(run.history()),
                read.cut(),
                !confirmed.isEmpty(),
                counts.accepted(),
                counts.repeated(),
                counts.replays(),
                seconds,
                lanes,
                counts.reads(),
                counts.notices(),
                outages(counts, seconds),
                counts.answers());
    }

    /** Replaces the confirmations that buyers happened to see by those of the shop's own timelines. */
    private static void confirm(List<Bucket> buckets, Instant zero, SortedMap<Instant, Long> confirmed) {
        buckets.forEach(bucket -> bucket.confirmed = 0);
        confirmed.forEach((at, orders) -> {
            long second = Duration.between(zero, at).toSeconds();
            if (second >= 0 && second < buckets.size()) {
                buckets.get((int) second).confirmed = orders;
            }
        });
    }

    private static List<Outage> outages(HistoryCount.Counts counts, List<Second> seconds) {
        long[] orders = seconds.stream().mapToLong(Second::orders).toArray();
        List<FaultWindow> windows = counts.windows();
        List<Outage> outages = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            long next = i + 1 < windows.size() ? windows.get(i + 1).began : counts.endMillis();
            outages.add(windows.get(i).close(counts.lanes(), orders, next, counts.endMillis()));
        }
        return outages;
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
