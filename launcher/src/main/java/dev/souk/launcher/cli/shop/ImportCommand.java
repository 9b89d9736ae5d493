package dev.souk.launcher.cli.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.ExitCode;
import dev.souk.launcher.cli.terminal.ProgressBar;
import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.CatalogUpload;
import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.retail.SkippedLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a file of products into a shop, and says of every line that was not good what is wrong with it. */
@Command(
        name = "import",
        description = "Products from a file, with a report of the lines that were skipped.",
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    private static final long MAX_STOCK = 1_000_000_000;

    @Mixin
    private final ShopOptions shop = new ShopOptions();

    @Mixin
    private final ShopToken token = new ShopToken();

    @Parameters(paramLabel = "FILE", description = "NDJSON (.ndjson, .jsonl) or CSV (.csv), or a file of --format.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "souk|online-retail",
            description = "What the file is. Default: souk, the format of POST /v1/products/import.")
    private String format = CatalogFile.SOUK;

    @Option(
            names = "--stock",
            paramLabel = "N",
            description = "An opening receipt for every SKU that has none and whose line names none.")
    private @Nullable Long stock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (stock != null && (stock < 1 || stock > MAX_STOCK)) {
            throw CommandException.usage("--stock: 1 to " + MAX_STOCK + " units, not " + stock);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw CommandException.usage(file + " cannot be read");
        }
        CatalogFile catalog = CatalogFile.open(file, format, stock);
        try (ShopClient client = shop.client()) {
            String merchant =
                    token.orEmpty().isEmpty() ? client.devToken("souk-import", List.of("merchant")) : token.orEmpty();
            Answer answer = send(client, merchant, catalog);
            if (!answer.ok()) {
                throw CommandException.failed("the import was refused: " + answer.problem());
            }
            report(catalog, answer.body());
            if (used(answer.body()) == 0) {
                throw CommandException.failed("nothing in " + file + " could be used");
            }
            return ExitCode.DONE;
        }
    }

    private Answer send(ShopClient client, String merchant, CatalogFile catalog)
            throws InterruptedException, IOException {
        try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr())) {
            CatalogUpload upload = catalog.upload(bar::at);
            bar.of(upload.total(), upload.unit());
            return client.stream("/v1/products/import", merchant, upload.contentType(), upload.body());
        }
    }

    private static long used(JsonNode report) {
        return report.path("created").asLong()
                + report.path("updated").asLong()
                + report.path("unchanged").asLong();
    }

    private void report(CatalogFile catalog, JsonNode there) {
        PrintWriter out = spec.commandLine().getOut();
        List<SkippedLine> here = catalog.skipped();
        catalog.notices().forEach(notice -> out.println("line " + notice.line() + ": " + notice.reason()));
        for (JsonNode notice : there.path("notices")) {
            out.println("line " + notice.path("line").asLong() + ": "
                    + notice.path("message").asText());
        }
        here.forEach(line -> out.println("line " + line.line() + " skipped: " + line.reason()));
        for (JsonNode error : there.path("errors")) {
            out.println("line " + error.path("line").asLong() + " skipped: "
                    + error.path("message").asText());
        }
        long leftOut = there.path("errorsLeftOut").asLong();
        if (leftOut > 0) {
            out.println("... and " + leftOut + " more");
        }
        out.printf(
                "%d products created, %d updated, %d unchanged; %d got their opening stock; %d lines skipped%n",
                there.path("created").asLong(),
                there.path("updated").asLong(),
                there.path("unchanged").asLong(),
                there.path("stocked").asLong(),
                here.size() + there.path("skipped").asLong());
        out.flush();
    }
}
