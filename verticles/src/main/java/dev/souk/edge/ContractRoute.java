package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Serves a document about the shop as it was written. */
final class ContractRoute {
    private final Buffer yaml;

    ContractRoute(Buffer yaml) {
        this.yaml = yaml;
    }

    Future<Answer> get(Call call) {
        return Future.succeededFuture(
                Reply.of(200, yaml).withType("application/yaml").withCaching("no-cache"));
    }
}
