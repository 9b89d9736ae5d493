package dev.souk.launcher.cli.shop;

import dev.souk.bus.Json;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.ExitCode;
import dev.souk.launcher.cli.terminal.ProgressBar;
import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.replay.Percentiles.Millis;
import dev.souk.launcher.replay.Replay;
import dev.souk.launcher.replay.ReplayReport;
import dev.souk.launcher.replay.ReplayReport.Figures;
import dev.souk.launcher.replay.Tokens;
import dev.souk.launcher.retail.RetailInvoices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Places the sale invoices of a file as orders and follows each until it is settled. */
@Command(
        name = "replay",
        description = "Sale invoices as orders, until they are settled. The same invoice is never ordered twice.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final int MAX_CONCURRENCY = 10_000;

    @Mixin
    private final ShopOptions shop = new ShopOptions();

    @Mixin
    private final ShopToken token = new ShopToken();

    @Parameters(paramLabel = "FILE", description = "A file of invoices.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--format", paramLabel = "online-retail", description = "What the file is. Default: online-retail.")
    private String format = CatalogFile.ONLINE_RETAIL;

    @Option(names = "--rate", paramLabel = "N", description = "Orders begun in a second, at most. Default: no limit.")
    private double rate;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Orders under way at the same time, at most. Default: 16.")
    private int concurrency = 16;

    @Option(names = "--json", description = "The figures as JSON, and nothing else on standard output.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check();
        RetailInvoices invoices = read();
        try (ShopClient client = shop.client()) {
            // A shop that does not answer is reported once at the start, not order by order.
            client.get("/v1/products?limit=1", "");
            Tokens tokens =
                    token.orEmpty().isEmpty() ? Tokens.ofEachCustomer(client) : Tokens.given(client, token.orEmpty());
            ReplayReport report = run(client, tokens, invoices);
            if (json) {
                spec.commandLine().getOut().println(Json.text(report.figures()));
            } else {
                print(report, invoices.skipped().size());
            }
            report.complaints().forEach(complaint -> spec.commandLine().getErr().println("souk: " + complaint));
            return report.clean() ? ExitCode.DONE : ExitCode.FALSE;
        }
    }

    private void check() {
        if (!format.equals(CatalogFile.ONLINE_RETAIL)) {
            throw CommandException.usage("--format: '" + format + "' is not " + CatalogFile.ONLINE_RETAIL);
        }
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw CommandException.usage("--concurrency: 1 to " + MAX_CONCURRENCY + ", not " + concurrency);
        }
        if (rate < 0) {
            throw CommandException.usage("--rate: orders in a second, not " + rate);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw CommandException.usage(file + " cannot be read");
        }
    }

    private RetailInvoices read() {
        try {
            return RetailInvoices.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.usage(file + ": " + e.getMessage());
        }
    }

    private ReplayReport run(ShopClient client, Tokens tokens, RetailInvoices invoices) throws InterruptedException {
        try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr())) {
            bar.of(invoices.invoices().size(), "orders");
            AtomicLong done = new AtomicLong();
            return new Replay(client, tokens, concurrency, rate, () -> bar.at(done.incrementAndGet()))
                    .run(invoices.invoices().iterator());
        }
    }

    private void print(ReplayReport report, int skipped) {
        PrintWriter out = spec.commandLine().getOut();
        Figures figures = report.figures();
        out.println("invoices   " + figures.invoices() + " (" + skipped + " lines of the file are no sales)");
        out.println("placed     " + figures.placed() + ", " + figures.ordersPerSecond() + " a second");
        out.println("confirmed  " + figures.confirmed());
        out.println("rejected   " + figures.rejected() + reasons(figures.rejectedByReason()));
        out.println("failed     " + figures.failed() + reasons(report.failedByStatus()));
        out.println("errors     " + figures.errors());
        out.println("accepted   " + times(figures.acceptedMillis()));
        out.println("confirmed  " + times(figures.confirmedMillis()));
        out.flush();
    }

    private static String reasons(java.util.Map<String, Long> reasons) {
        return reasons.isEmpty() ? "" : " " + reasons;
    }

    private static String times(Millis millis) {
        return String.format(
                Locale.ROOT, "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms", millis.p50(), millis.p95(), millis.p99());
    }
}
