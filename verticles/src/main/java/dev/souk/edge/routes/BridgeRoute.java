package dev.souk.edge.routes;

import dev.souk.edge.Access;
import dev.souk.edge.Edge;
import dev.souk.edge.connection.ClientGroup;
import dev.souk.edge.connection.Connections;
import dev.souk.edge.http.Origins;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.edge.http.Responses;
import dev.souk.notification.bridge.BridgeSocket;
import dev.souk.notification.bridge.RefusedException;
import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Refusal;
import dev.souk.notification.live.Sockets.Limit;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event-bus bridge under {@code /eventbus/}: SockJS with its transports for browsers of today, and plain
 * websockets. On one event loop.
 *
 * <p>A transport of SockJS carries a session. Those for browsers without CORS (JSONP, HTML file, the iframe) are left
 * out: their requests do not tell the origin. Everything is refused over HTTP/2, where SockJS would close the
 * connection of all other requests with the end of one.
 */
public final class BridgeRoute {
    private static final String PATH = "/eventbus";
    private static final Pattern SESSION =
            Pattern.compile(PATH + "/[^/.]+/([^/.]+)/(?:xhr|xhr_streaming|eventsource|websocket)");
    private static final String PLAIN = PATH + "/websocket";
    private static final long SESSION_MILLIS = 5_000;
    private static final String CLIENT = "souk.bridge.client";
    private static final String RETRY_AFTER = "Retry-After";

    private final Vertx vertx;
    private final Edge edge;
    private final Connections connections;
    private final Settings.Live settings;
    private final Access access;
    private final Responses responses;
    private final Origins origins;
    private final Set<BridgeSocket> open = new HashSet<>();
    private boolean stopped;

    public BridgeRoute(Vertx vertx, Edge edge, Connections connections, Access access, Responses responses) {
        this.vertx = vertx;
        this.edge = edge;
        this.connections = connections;
        this.settings = edge.settings().live();
        this.access = access;
        this.responses = responses;
        this.origins = new Origins(settings.origins());
    }

    public Router mountedOn(Router router) {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setHeartbeatInterval(settings.heartbeat().toMillis())
                .setSessionTimeout(SESSION_MILLIS)
                .setInsertJSESSIONID(false)
                .setMaxBytesStreaming(settings.queueBytes())
                .addDisabledTransport("JSON_P")
                .addDisabledTransport("HTML_FILE");
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(settings.frameBytes());
        router.routeWithRegex(PATH + "/(iframe[^/]*|chunking_test)")
                .handler(ctx -> ctx.fail(ProblemCode.ROUTE_NOT_FOUND.status()));
        router.route(PATH + "/*").handler(this::admit);
        router.route(HttpMethod.POST, PATH + "/*").handler(this::takeBody);
        router.route(HttpMethod.POST, PATH + "/*").handler(bodies);
        router.route(PATH + "/*").subRouter(SockJSHandler.create(vertx, options).socketHandler(this::opened));
        return router;
    }

    private void admit(RoutingContext ctx) {
        Problem problem = refusal(ctx);
        if (problem == null) {
            if (HttpMethod.POST.equals(ctx.request().method())
                    && !ctx.request().path().endsWith("/xhr_send")) {
                // SockJS closes the connection of an ended poll: a client is not to send the next request on it.
                ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            ctx.next();
        } else {
            responses.write(ctx, problem);
        }
    }

    private @Nullable Problem refusal(RoutingContext ctx) {
        if (ctx.request().version() == HttpVersion.HTTP_2) {
            return Problem.of(ProblemCode.MALFORMED_REQUEST, "The bridge speaks HTTP/1.1 only.");
        }
        // Preflights and the requests before a socket opens are checked, too: they tell pages what they may do.
        if (!origins.admit(
                ctx.request().getHeader(HttpHeaders.ORIGIN), ctx.request().getHeader(HttpHeaders.HOST))) {
            return Problem.of(ProblemCode.FORBIDDEN, "Pages of this origin may not use the bridge.");
        }
        String path = ctx.request().path();
        Matcher session = SESSION.matcher(path);
        boolean ofSession = session.matches();
        if (!ofSession && !path.equals(PLAIN)
                || HttpMethod.OPTIONS.equals(ctx.request().method())) {
            return null;
        }
        Limit reached = stopped
                ? Limit.NODE
                : edge.bridge()
                        .refuses(
                                ofSession ? session.group(1) : null, client(ctx).toString());
        return reached == null ? null : tooMany(reached);
    }

    /** The client as it was when the socket was asked for: the count goes up and down under the same one. */
    private ClientGroup client(RoutingContext ctx) {
        ClientGroup known = ctx.get(CLIENT);
        if (known != null) {
            return known;
        }
        ClientGroup client = connections.client(ctx.request());
        ctx.put(CLIENT, client);
        return client;
    }

    private static Problem tooMany(Limit limit) {
        ProblemCode code = limit == Limit.NODE ? ProblemCode.BUSY : ProblemCode.TOO_MANY_STREAMS;
        return Problem.of(code, "No more sockets can be opened here now.").withHeader(RETRY_AFTER, "5");
    }

    /** Frames that come in bodies share the memory of all bodies. */
    private void takeBody(RoutingContext ctx) {
        int bytes = settings.frameBytes();
        if (!edge.bodyBudget().take(bytes)) {
            responses.write(
                    ctx, Problem.of(ProblemCode.BUSY, "Nothing was done.").withHeader(RETRY_AFTER, "1"));
            return;
        }
        Promise<Void> over = Promise.promise();
        over.future().onSuccess(done -> edge.bodyBudget().giveBack(bytes));
        ctx.addEndHandler(done -> over.tryComplete());
        ctx.next();
    }

    private void opened(SockJSSocket socket) {
        if (stopped) {
            socket.close();
            return;
        }
        Matcher session = SESSION.matcher(socket.uri().split("\\?", 2)[0]);
        ClientGroup client = client(socket.routingContext());
        BridgeSocket bridged = edge.bridge()
                .open(
                        socket,
                        session.matches() ? session.group(1) : null,
                        client.toString(),
                        token -> caller(token, client),
                        open::remove);
        if (bridged != null) {
            open.add(bridged);
        }
    }

    private Future<Caller> caller(String token, ClientGroup client) {
        return access.verify(token, client)
                .map(known -> new Caller(known.subject(), known.roles(), known.expiresAt()))
                .recover(failure -> Future.failedFuture(
                        failure instanceof ProblemException refused
                                ? new RefusedException(
                                        refusal(refused.problem().code()),
                                        refused.problem().explained())
                                : failure));
    }

    private static Refusal refusal(ProblemCode code) {
        if (code == ProblemCode.UNAUTHENTICATED) {
            return Refusal.NOT_LOGGED_IN;
        }
        return code == ProblemCode.RATE_LIMITED ? Refusal.RATE_LIMITED : Refusal.UNAVAILABLE;
    }

    /** All sockets are closed, so that their clients connect to another node. */
    public void stop() {
        stopped = true;
        List.copyOf(open).forEach(BridgeSocket::stop);
    }
}
