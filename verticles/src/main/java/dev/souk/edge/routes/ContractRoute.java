package dev.souk.edge.routes;

import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Serves a document about the shop as it was written. */
public final class ContractRoute {
    private final Buffer yaml;

    public ContractRoute(Buffer yaml) {
        this.yaml = yaml;
    }

    public Future<Answer> get(Call call) {
        return Future.succeededFuture(
                Reply.of(200, yaml).withType("application/yaml").withCaching("no-cache"));
    }
}
