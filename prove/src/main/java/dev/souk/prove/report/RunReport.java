package dev.souk.prove.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.souk.prove.check.CheckReport;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.run.FaultRecord;
import dev.souk.prove.run.Rest;
import dev.souk.prove.run.RunOptions;
import dev.souk.prove.run.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The report of one run as it is written to a file, and read again when another run joins it in its folder. The fields
 * have the same meaning as in {@link RunRecord}.
 *
 * @param format {@link #FORMAT}
 * @param ok every promise that was checked was kept
 * @param history name of its file, without folders
 * @param command absent in files of earlier versions, as {@code leftOut} and {@code rest} are
 * @param analysis absent when the history could not be read; then {@code unread} says why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(
        String format,
        String name,
        boolean ok,
        @Nullable String command,
        String shop,
        long seed,
        RunOptions options,
        Instant started,
        Instant opened,
        Instant closed,
        Instant ended,
        List<FaultRecord> faults,
        @Nullable List<String> leftOut,
        @Nullable Rest rest,
        Map<String, String> versions,
        Machine machine,
        CheckReport verdict,
        String history,
        @Nullable RunAnalysis analysis,
        @Nullable String unread) {
    static final String FORMAT = "souk-prove-run/1";

    /** Files of other versions may lack anything. */
    public RunReport {
        for (Object required :
                new @Nullable Object[] {name, shop, options, started, opened, closed, ended, machine, verdict, history
                }) {
            Objects.requireNonNull(required, "a part of the report is missing");
        }
        faults = List.copyOf(faults);
        leftOut = leftOut == null ? null : List.copyOf(leftOut);
        versions = new TreeMap<>(versions);
    }

    static RunReport of(RunRecord run, @Nullable RunAnalysis analysis, @Nullable String unread) {
        return new RunReport(
                FORMAT,
                run.name(),
                run.verdict().ok(),
                run.command(),
                run.shop(),
                run.seed(),
                run.options(),
                run.started(),
                run.opened(),
                run.closed(),
                run.ended(),
                run.faults(),
                run.leftOut(),
                run.rest(),
                run.versions(),
                Machine.here(),
                run.verdict(),
                String.valueOf(run.history().getFileName()),
                analysis,
                unread);
    }

    public boolean isNaive() {
        return shop.equals(RunRecord.NAIVE);
    }

    /** As a title: {@code Souk, seed 42}. */
    public String title() {
        return (isNaive() ? "The naive shop" : "Souk") + ", seed " + seed;
    }

    /** Planned ones only. */
    long happened() {
        return faults.stream()
                .filter(fault -> !fault.kind().equals(FaultRecord.UNPLANNED))
                .count();
    }

    /** {@code 17}, or {@code 16 of 17}. */
    public String faultsOfPlanned() {
        long missing = leftOut == null ? 0 : leftOut.size();
        return Words.count(happened()) + (missing == 0 ? "" : " of " + Words.count(happened() + missing));
    }

    public long broken() {
        return verdict.verdicts().stream().filter(one -> !one.ok()).count();
    }

    public long checked() {
        return verdict.verdicts().stream().filter(one -> one.skipped() == null).count();
    }
}
