package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.cache.hot.HotKeyMessages;
import dev.souk.cache.hot.HotKeyMessages.ListHotKeys;
import dev.souk.edge.EdgeRouter;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.ops.message.LetterView;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.LetterFound;
import dev.souk.ops.message.OpsEndpoints.ListLetters;
import dev.souk.ops.message.OpsEndpoints.ReadCluster;
import dev.souk.ops.message.OpsEndpoints.ReadConsumers;
import dev.souk.ops.message.OpsEndpoints.ReadLetter;
import dev.souk.ops.message.OpsEndpoints.ReadPipeline;
import dev.souk.ops.message.OpsEndpoints.ReadRedis;
import dev.souk.ops.message.OpsEndpoints.SettleLetters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/** The running system as operators see it. Asked for now and then, and written by reflection. */
public final class OpsRoutes {
    private static final int PAGE = 20;
    /** Dead letters are read from every partition of their topics. */
    private static final Duration LETTERS = Duration.ofSeconds(25);

    private final Bus bus;

    public OpsRoutes(Bus bus) {
        this.bus = bus;
    }

    public void mountOn(EdgeRouter router) {
        router.mount("listHotKeys", this::hotKeys)
                .mount("getCluster", this::cluster)
                .mount("getPipeline", this::pipeline)
                .mount("getConsumers", this::consumers)
                .mount("getRedis", this::redis)
                .mount("listDeadLetters", this::letters)
                .mount("getDeadLetter", this::letter)
                .mount("replayDeadLetters", call -> settle(call, true))
                .mount("discardDeadLetters", call -> settle(call, false));
    }

    private Future<Answer> hotKeys(Call call) {
        return bus.askAgain(HotKeyMessages.LIST, new ListHotKeys()).map(OpsRoutes::reply);
    }

    private Future<Answer> cluster(Call call) {
        return bus.askAgain(OpsEndpoints.CLUSTER, new ReadCluster()).map(OpsRoutes::reply);
    }

    private Future<Answer> pipeline(Call call) {
        return bus.askAgain(OpsEndpoints.PIPELINE, new ReadPipeline()).map(OpsRoutes::reply);
    }

    private Future<Answer> consumers(Call call) {
        return bus.ask(OpsEndpoints.CONSUMERS, new ReadConsumers()).map(OpsRoutes::reply);
    }

    private Future<Answer> redis(Call call) {
        return bus.ask(OpsEndpoints.REDIS, new ReadRedis(call.query("key"))).map(OpsRoutes::reply);
    }

    private Future<Answer> letters(Call call) {
        ListLetters asked = new ListLetters(call.query("topic"), call.query("cursor"), call.query("limit", PAGE));
        return bus.ask(OpsEndpoints.LETTERS, asked, LETTERS).map(OpsRoutes::reply);
    }

    private Future<Answer> letter(Call call) {
        String id = call.path("topic") + "/" + Long.parseLong(call.path("partition")) + "/"
                + Long.parseLong(call.path("offset"));
        return bus.ask(OpsEndpoints.LETTER, new ReadLetter(id), LETTERS).map(OpsRoutes::found);
    }

    private static Answer found(LetterFound found) {
        LetterView letter = found.letter();
        return letter == null ? Problem.of(ProblemCode.LETTER_NOT_FOUND) : reply(letter);
    }

    private Future<Answer> settle(Call call, boolean replay) {
        List<String> ids =
                call.body().getJsonArray("ids").stream().map(String::valueOf).toList();
        return bus.ask(OpsEndpoints.SETTLE, new SettleLetters(ids, replay), LETTERS)
                .map(OpsRoutes::reply);
    }

    private static Answer reply(Object answer) {
        return Reply.of(200, Buffer.buffer(Json.bytes(answer)));
    }
}
