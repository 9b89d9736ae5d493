package dev.souk.catalog.imports;

import dev.souk.bus.Bus;
import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.catalog.imports.ImportReport.LineError;
import dev.souk.catalog.imports.ParsedLine.BadLine;
import dev.souk.catalog.imports.ParsedLine.Notice;
import dev.souk.catalog.imports.ParsedLine.ProductLine;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import dev.souk.stock.message.StockEndpoints.Opening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a streamed import into catalog and stock, one batch at a time: the next chunk is read when what the last one
 * held is stored, so that the sender is slowed down to what the database takes and memory stays bounded.
 *
 * <pre>
 *  chunk ──parse──> lines ──BATCH──> catalog.import ──> stock.open ──> next batch ... ──> next chunk
 *                     └ bad: the report
 * </pre>
 *
 * <p>A batch that no node answers is sent again for a while: importing a product twice changes nothing.
 * Products that were stored before a failure stay stored, and the whole import may be repeated.
 */
public final class ProductImport {
    private static final int BATCH = 500;
    private static final int MAX_ERRORS = 1_000;
    private static final int ATTEMPTS = 8;
    private static final long FIRST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 4_000;

    private final Vertx vertx;
    private final Bus bus;

    public ProductImport(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /**
     * Call on the stream's context; the stream may be paused.
     *
     * @param principal of the importer: stands in the opening receipts
     * @return the report once every line is stored or reported; fails when the stream breaks, or when catalog or stock
     *     cannot be reached: the rest of the stream is then not read any more, and the caller ends it
     */
    public Future<ImportReport> run(
            ReadStream<Buffer> body, ImportFormat format, String principal, @Nullable String traceparent) {
        return new Run(body, format, principal, traceparent).start();
    }

    /** One import under way. */
    private final class Run {
        private final ReadStream<Buffer> body;
        private final ImportParser parser;
        private final String principal;
        private final @Nullable String traceparent;
        private final Promise<ImportReport> done = Promise.promise();
        private final List<LineError> errors = new ArrayList<>();
        /** As few as {@link UnknownNames} tells. */
        private final List<LineError> notices = new ArrayList<>();

        private final List<ProductLine> waiting = new ArrayList<>();
        private Future<Void> work = Future.succeededFuture();
        private long created;
        private long updated;
        private long unchanged;
        private long stocked;
        private long skipped;

        Run(ReadStream<Buffer> body, ImportFormat format, String principal, @Nullable String traceparent) {
            this.body = body;
            this.parser = new ImportParser(format);
            this.principal = principal;
            this.traceparent = traceparent;
        }

        Future<ImportReport> start() {
            body.pause();
            body.exceptionHandler(done::tryFail);
            body.endHandler(end -> next(parser::end, 1).onSuccess(stored -> done.tryComplete(report())));
            body.handler(
                    chunk -> next(() -> parser.feed(chunk.getBytes()), BATCH).onSuccess(stored -> body.fetch(1)));
            body.fetch(1);
            return done.future();
        }

        /** In turn: the end may be told while the last chunk is still being stored. */
        private Future<Void> next(Supplier<List<ParsedLine>> lines, int least) {
            work = work.compose(before -> take(lines.get(), least)).onFailure(done::tryFail);
            return work;
        }

        /** @param least lines that are worth a batch; fewer wait for the next chunk */
        private Future<Void> take(List<ParsedLine> lines, int least) {
            for (ParsedLine line : lines) {
                switch (line) {
                    case ProductLine product -> waiting.add(product);
                    case BadLine bad -> report(bad);
                    case Notice notice -> notices.add(new LineError(notice.line(), notice.message()));
                }
            }
            return waiting.size() < least
                    ? Future.succeededFuture()
                    : storeBatch(nextBatch()).compose(stored -> take(List.of(), least));
        }

        private List<ProductLine> nextBatch() {
            List<ProductLine> next = waiting.subList(0, Math.min(BATCH, waiting.size()));
            List<ProductLine> batch = List.copyOf(next);
            next.clear();
            return batch;
        }

        private void report(BadLine bad) {
            skipped++;
            if (errors.size() < MAX_ERRORS) {
                errors.add(new LineError(bad.line(), bad.message()));
            }
        }

        private Future<Void> storeBatch(List<ProductLine> batch) {
            ImportProducts products =
                    new ImportProducts(batch.stream().map(ProductLine::product).toList(), traceparent);
            return askPatiently(CatalogEndpoints.IMPORT, products, 1)
                    .onSuccess(this::count)
                    .compose(imported -> open(batch));
        }

        private void count(Imported imported) {
            created += imported.created();
            updated += imported.updated();
            unchanged += imported.unchanged();
        }

        private Future<Void> open(List<ProductLine> batch) {
            Map<String, Opening> openings = new LinkedHashMap<>();
            for (ProductLine line : batch) {
                String sku = line.product().sku();
                if (line.stock() > 0) {
                    openings.putIfAbsent(sku, new Opening(sku, line.stock()));
                }
            }
            if (openings.isEmpty()) {
                return Future.succeededFuture();
            }
            OpenStock question = new OpenStock(principal, List.copyOf(openings.values()));
            Future<Opened> opened = askPatiently(StockEndpoints.OPEN, question, 1);
            return opened.onSuccess(answer -> stocked += answer.opened()).mapEmpty();
        }

        private ImportReport report() {
            return new ImportReport(
                    created, updated, unchanged, stocked, skipped, errors, skipped - errors.size(), notices);
        }
    }

    private <Q, R> Future<R> askPatiently(BusEndpoint<Q, R> endpoint, Q question, int attempt) {
        return bus.ask(endpoint, question).recover(failure -> {
            boolean mayPass = failure instanceof UnavailableException || failure instanceof BusyException;
            if (!mayPass || attempt == ATTEMPTS) {
                return Future.failedFuture(failure);
            }
            long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << attempt);
            return vertx.timer(wait).compose(waited -> askPatiently(endpoint, question, attempt + 1));
        });
    }
}
