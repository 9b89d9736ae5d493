package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.cache.hot.HotKeyMessages.ListHotKeys;
import dev.souk.cache.hot.HotKeyMessages;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What operators see of the running system. Asked for now and then, and written by reflection. */
public final class OpsRoutes {
    private final Bus bus;

    public OpsRoutes(Bus bus) {
        this.bus = bus;
    }

    public Future<Answer> hotKeys(Call call) {
        return bus.askAgain(HotKeyMessages.LIST, new ListHotKeys()).map(OpsRoutes::reply);
    }

    private static Answer reply(Object answer) {
        return Reply.of(200, Buffer.buffer(Json.bytes(answer)));
    }
}
