package dev.souk.edge;

import dev.souk.catalog.imports.ImportFormat;
import dev.souk.catalog.imports.ProductImport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The streamed import: read as it comes, slowed down to what the database takes. */
final class ImportRoute {
    private static final String[] READABLE = {"application/x-ndjson", "text/csv"};

    private final ProductImport imports;

    ImportRoute(ProductImport imports) {
        this.imports = imports;
    }

    Future<Answer> run(Call call) {
        HttpServerRequest request = call.request();
        String type = call.header(HttpHeaders.CONTENT_TYPE);
        ImportFormat format = ImportFormat.ofContentType(type == null ? "" : type)
                .orElseThrow(() -> MediaTypes.unsupported(type, READABLE));
        if ("100-continue".equalsIgnoreCase(call.header(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return imports.run(request, format, call.principal().subject(), call.traceparent())
                .map(report -> Reply.of(200, Buffer.buffer(dev.souk.bus.Json.bytes(report))));
    }
}
