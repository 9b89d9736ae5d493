package dev.souk.launcher.cli.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.bus.Json;
import dev.souk.catalog.imports.ImportFormat;
import dev.souk.catalog.imports.ImportParser;
import dev.souk.catalog.imports.ParsedLine;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.imports.ParsedLine.Notice;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.client.CatalogUpload;
import dev.souk.launcher.retail.RetailCatalog;
import dev.souk.launcher.retail.SkippedLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of products, on its way to a shop. One in the shop's own format goes there as it is, and the shop reads it;
 * everything else is read here and goes there as NDJSON.
 *
 * @param lines the NDJSON lines that were read here; absent: the file itself
 * @param skipped lines that could not be used, as far as the file was read here
 * @param notices content that was passed over in lines that could be used, as far as the file was read here
 */
record CatalogFile(
        Path file,
        String contentType,
        @Nullable List<String> lines,
        List<SkippedLine> skipped,
        List<SkippedLine> notices) {
    static final String SOUK = "souk";
    static final String ONLINE_RETAIL = "online-retail";
    private static final int CHUNK = 1 << 16;

    CatalogFile {
        skipped = List.copyOf(skipped);
        notices = List.copyOf(notices);
    }

    /** @param stock of every line that names none */
    static CatalogFile open(Path file, String format, @Nullable Long stock) throws IOException {
        return switch (format) {
            case SOUK -> stock == null ? asItIs(file) : withStock(file, stock);
            case ONLINE_RETAIL -> onlineRetail(file, stock == null ? 0 : stock);
            default ->
                throw CommandException.usage("--format: '" + format + "' is neither " + SOUK + " nor " + ONLINE_RETAIL);
        };
    }

    private static CatalogFile asItIs(Path file) {
        return new CatalogFile(file, contentType(file), null, List.of(), List.of());
    }

    private static String contentType(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CatalogUpload.CSV;
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl") || name.endsWith(".json")) {
            return CatalogUpload.NDJSON;
        }
        throw CommandException.usage(file + " should end in .ndjson, .jsonl or .csv, which says how to read it");
    }

    private static CatalogFile onlineRetail(Path file, long stock) throws IOException {
        try {
            RetailCatalog catalog = RetailCatalog.read(file);
            List<String> lines = catalog.products().stream()
                    .map(product -> product.importLine(stock))
                    .toList();
            return new CatalogFile(file, CatalogUpload.NDJSON, lines, catalog.skipped(), List.of());
        } catch (IllegalArgumentException notOfThisDataSet) {
            throw CommandException.usage(file + ": " + notOfThisDataSet.getMessage());
        }
    }

    private static CatalogFile withStock(Path file, long stock) throws IOException {
        boolean csv = contentType(file).equals(CatalogUpload.CSV);
        ImportParser parser = new ImportParser(csv ? ImportFormat.CSV : ImportFormat.NDJSON);
        List<ParsedLine> parsed = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                parsed.addAll(parser.feed(chunk));
            }
        }
        parsed.addAll(parser.end());
        List<String> lines = new ArrayList<>();
        List<SkippedLine> skipped = new ArrayList<>();
        List<SkippedLine> notices = new ArrayList<>();
        for (ParsedLine line : parsed) {
            switch (line) {
                case ProductLine product -> lines.add(importLine(product, stock));
                case Notice notice -> notices.add(new SkippedLine(notice.line(), notice.message()));
                case BadLine bad -> skipped.add(new SkippedLine(bad.line(), bad.message()));
            }
        }
        return new CatalogFile(file, CatalogUpload.NDJSON, lines, skipped, notices);
    }

    private static String importLine(ProductLine line, long stock) {
        ObjectNode json = Json.MAPPER.valueToTree(line.product().content());
        json.put("sku", line.product().sku());
        json.put("stock", line.stock() > 0 ? line.stock() : stock);
        return Json.text(json);
    }

    /** @param progress hears how much of it was sent */
    CatalogUpload upload(LongConsumer progress) throws IOException {
        return lines == null
                ? CatalogUpload.ofFile(file, contentType, progress)
                : CatalogUpload.ofLines(lines, progress);
    }
}
