package dev.souk.launcher.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.souk.launcher.replay.Outcome.Confirmed;
import dev.souk.launcher.replay.Outcome.Failed;
import dev.souk.launcher.replay.Outcome.Fault;
import dev.souk.launcher.replay.Outcome.Rejected;
import dev.souk.launcher.replay.Outcome.Unsettled;
import dev.souk.launcher.retail.RetailInvoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of the orders. Filled from many threads; read when they have ended. */
public final class ReplayReport {
    private static final int COMPLAINTS = 20;

    private final Map<String, Long> rejectedByReason = new TreeMap<>();
    private final Map<String, Long> failedByStatus = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Percentiles accepted = new Percentiles();
    private final Percentiles confirmedAfter = new Percentiles();
    private long invoices;
    private long placed;
    private long confirmed;
    private long rejected;
    private long failed;
    private long errors;
    private long nanos;

    synchronized void add(RetailInvoice invoice, Outcome outcome) {
        invoices++;
        placed += outcome.placed() ? 1 : 0;
        switch (outcome) {
            case Confirmed done -> {
                confirmed++;
                accepted.add(done.acceptedNanos());
                confirmedAfter.add(done.confirmedNanos());
            }
            case Rejected no -> {
                rejected++;
                rejectedByReason.merge(no.reason(), 1L, Long::sum);
                if (no.placed()) {
                    accepted.add(no.acceptedNanos());
                }
            }
            case Failed other -> {
                failed++;
                failedByStatus.merge(other.status(), 1L, Long::sum);
                accepted.add(other.acceptedNanos());
            }
            case Unsettled open -> {
                accepted.add(open.acceptedNanos());
                error(invoice, open.why());
            }
            case Fault fault -> error(invoice, fault.why());
        }
    }

    private void error(RetailInvoice invoice, String why) {
        errors++;
        if (complaints.size() < COMPLAINTS) {
            complaints.add("invoice " + invoice.invoice() + ": " + why);
        }
    }

    synchronized void took(long elapsedNanos) {
        nanos = elapsedNanos;
    }

    /** The report as {@code souk replay --json} prints it. */
    @JsonPropertyOrder({
        "invoices",
        "placed",
        "confirmed",
        "rejected",
        "rejectedByReason",
        "failed",
        "errors",
        "ordersPerSecond",
        "acceptedMillis",
        "confirmedMillis"
    })
    public record Figures(
            long invoices,
            long placed,
            long confirmed,
            long rejected,
            Map<String, Long> rejectedByReason,
            long failed,
            long errors,
            @JsonProperty double ordersPerSecond,
            Percentiles.Millis acceptedMillis,
            Percentiles.Millis confirmedMillis) {}

    public synchronized Figures figures() {
        double seconds = nanos / 1e9;
        return new Figures(
                invoices,
                placed,
                confirmed,
                rejected,
                new TreeMap<>(rejectedByReason),
                failed,
                errors,
                seconds <= 0 ? 0 : Math.round(placed / seconds * 10) / 10.0,
                accepted.millis(),
                confirmedAfter.millis());
    }

    /** Status and number of the orders that settled otherwise. */
    public synchronized Map<String, Long> failedByStatus() {
        return new TreeMap<>(failedByStatus);
    }

    /** The first errors in words. */
    public synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    public synchronized boolean clean() {
        return errors == 0;
    }
}
