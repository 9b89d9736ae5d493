package dev.souk.edge.routes;

import dev.souk.edge.Edge;
import dev.souk.edge.connection.Connections;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.notification.live.EventStream;
import dev.souk.notification.live.EventStream.Outcome;
import dev.souk.notification.live.Follower;
import dev.souk.notification.live.Sockets.Limit;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders that are followed by server-sent events, on one event loop. */
public final class FollowRoute {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "5";

    private final Vertx vertx;
    private final Edge edge;
    private final Connections connections;
    private final Set<EventStream> streams = new HashSet<>();
    private boolean stopped;

    public FollowRoute(Vertx vertx, Edge edge, Connections connections) {
        this.vertx = vertx;
        this.edge = edge;
        this.connections = connections;
    }

    /** @return done when the stream has ended, and by then it is answered; or the refusal */
    public Future<Answer> follow(Call call) {
        if (call.request().method().equals(HttpMethod.HEAD)) {
            return exists(call);
        }
        String principal = call.principal().subject();
        String address = connections.client(call.request()).toString();
        if (call.request().response().closed()) {
            return Future.succeededFuture(Reply.empty(204));
        }
        Limit reached = stopped ? Limit.NODE : edge.sockets().open(principal, address);
        if (reached != null) {
            return Future.succeededFuture(refused(reached));
        }
        EventStream stream = stream(call);
        Follower follower = new Follower(
                call.id(), OrderRoutes.owner(call), position(call), vertx.getOrCreateContext(), stream::tell);
        streams.add(stream);
        // The socket counts until its response or its connection ends: events for a slow reader are held that long.
        Promise<Void> gone = Promise.promise();
        gone.future().onSuccess(over -> edge.sockets().close(principal, address));
        call.whenOver(() -> {
            stream.end();
            gone.tryComplete();
        });
        edge.feeds().follow(follower);
        return stream.outcome()
                .onComplete(over -> {
                    streams.remove(stream);
                    edge.feeds().leave(follower);
                })
                .map(FollowRoute::answer);
    }

    private EventStream stream(Call call) {
        Settings.Live settings = edge.settings().live();
        if (edge.settings().http().compression()) {
            // A compressor holds back events that do not fill it.
            call.request().response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        EventStream stream = new EventStream(
                vertx,
                call.request().response(),
                edge.metrics(),
                Clock.systemUTC(),
                call.principal().expiresAt());
        stream.start(settings.queueBytes(), settings.heartbeat().toMillis());
        return stream;
    }

    private long position(Call call) {
        String last = call.header(LAST_EVENT_ID);
        if (last == null) {
            return 0;
        }
        edge.metrics().counter("souk.live.resumed").increment();
        return Long.parseLong(last);
    }

    /** A HEAD is answered as the stream would begin. */
    private Future<Answer> exists(Call call) {
        return edge.bus()
                .askAgain(OrderEndpoints.GET, new GetOrder(call.id(), OrderRoutes.owner(call)))
                .map(answer -> answer instanceof NotFound
                        ? Problem.of(ProblemCode.ORDER_NOT_FOUND)
                        : Reply.of(200, Buffer.buffer()).withType(EVENT_STREAM));
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case STREAMED -> Reply.empty(200);
            case NOTHING_LEFT -> Reply.empty(204);
            case NO_SUCH_ORDER -> Problem.of(ProblemCode.ORDER_NOT_FOUND);
        };
    }

    private static Problem refused(Limit limit) {
        ProblemCode code = limit == Limit.NODE ? ProblemCode.BUSY : ProblemCode.TOO_MANY_STREAMS;
        return Problem.of(code, "No more streams can be opened here now.").withHeader(RETRY_AFTER, RETRY_SECONDS);
    }

    /** All streams end, so that their readers connect to another node. */
    public void stop() {
        stopped = true;
        List.copyOf(streams).forEach(EventStream::end);
    }
}
