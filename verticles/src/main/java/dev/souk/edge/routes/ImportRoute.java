package dev.souk.edge.routes;

import dev.souk.catalog.imports.ImportFormat;
import dev.souk.catalog.imports.ImportReport;
import dev.souk.catalog.imports.ProductImport;
import dev.souk.edge.body.GunzippedBody;
import dev.souk.edge.connection.Connections;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.ContentCodings;
import dev.souk.edge.http.MediaTypes;
import dev.souk.edge.http.Reply;
import dev.souk.edge.ready.ReadyAnswers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/** The streamed import: read as it comes, slowed down to the pace of the database. */
public final class ImportRoute {
    private static final String[] READABLE = {"application/x-ndjson", "text/csv"};

    private final ProductImport imports;
    private final ReadyAnswers ready;
    private final Connections connections;

    public ImportRoute(ProductImport imports, ReadyAnswers ready, Connections connections) {
        this.imports = imports;
        this.ready = ready;
        this.connections = connections;
    }

    public Future<Answer> run(Call call) {
        HttpServerRequest request = call.request();
        String type = call.header(HttpHeaders.CONTENT_TYPE);
        ImportFormat format = ImportFormat.ofContentType(type == null ? "" : type)
                .orElseThrow(() -> MediaTypes.unsupported(type, READABLE));
        boolean gzip = ContentCodings.isGzip(ContentCodings.check(call));
        if ("100-continue".equalsIgnoreCase(call.header(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        ReadStream<Buffer> body = connections.unhurried(request);
        Future<ImportReport> imported = gzip ? decoded(new GunzippedBody(body), format, call) : run(body, format, call);
        return imported.onComplete(over -> ready.forgetAll())
                .map(report -> Reply.of(200, Buffer.buffer(dev.souk.bus.Json.bytes(report))));
    }

    /** An import that ends before its body leaves it unread. */
    private Future<ImportReport> decoded(GunzippedBody body, ImportFormat format, Call call) {
        return run(body, format, call).onComplete(over -> body.close());
    }

    private Future<ImportReport> run(ReadStream<Buffer> body, ImportFormat format, Call call) {
        return imports.run(body, format, call.principal().subject(), call.traceparent());
    }
}
