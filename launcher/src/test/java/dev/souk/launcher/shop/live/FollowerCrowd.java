package dev.souk.launcher.shop.live;

import dev.souk.launcher.shop.live.FollowerSocket.Way;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Thousands of followers on one event loop. */
final class FollowerCrowd implements AutoCloseable {
    /** Connections that are being opened at one time: fewer than a listener's backlog. */
    private static final int LANES = 64;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(60_000));
    private final List<FollowerSocket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final int port;

    FollowerCrowd(int port) {
        this.port = port;
    }

    /**
     * Opens one socket for each of the orders; returns when all are connected, and before they are told anything.
     *
     * @param token of one who may see them all
     */
    void follow(Way way, List<String> orders, String token, Told told) {
        Promise<Void> opened = Promise.promise();
        vertx.runOnContext(now -> Future.all(IntStream.range(0, LANES)
                        .mapToObj(lane -> lane(lane, way, orders, token, told))
                        .toList())
                .<Void>mapEmpty()
                .onComplete(opened));
        await(opened.future());
    }

    private static void await(Future<Void> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private Future<Void> lane(int at, Way way, List<String> orders, String token, Told told) {
        if (at >= orders.size()) {
            return Future.succeededFuture();
        }
        return client.connect(port, "127.0.0.1").compose(socket -> {
            FollowerSocket follower = new FollowerSocket(vertx, way, orders.get(at), token, socket, told);
            sockets.add(follower);
            follower.follow();
            return lane(at + LANES, way, orders, token, told);
        });
    }

    /** All leave. */
    void leave() {
        List<FollowerSocket> leaving = new ArrayList<>(sockets);
        sockets.clear();
        Promise<Void> left = Promise.promise();
        vertx.runOnContext(now -> {
            leaving.forEach(FollowerSocket::leave);
            left.complete();
        });
        await(left.future());
    }

    @Override
    public void close() {
        leave();
        await(vertx.close());
    }
}
