package dev.souk.launcher.hostile;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sockets without a token that want to keep a node from serving others. One that the node gives up is there again a
 * second later. All come from one address of loopback that is not the buyer's.
 */
final class Attack implements AutoCloseable {
    private static final String FROM = "127.0.0.2";
    private static final long PACE_MILLIS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient(new NetClientOptions()
            .setLocalAddress(FROM)
            .setConnectTimeout(60_000)
            .setReceiveBufferSize(4_096));
    private final int port;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final Map<Behaviour, Integer> givenUp = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** @param port of the node */
    Attack(int port) {
        this.port = port;
        for (Behaviour behaviour : Behaviour.values()) {
            givenUp.put(behaviour, 0);
        }
    }

    /** @param each sockets of each behaviour */
    void begin(int each) {
        for (Behaviour behaviour : Behaviour.values()) {
            for (int i = 0; i < each; i++) {
                connect(behaviour);
            }
        }
    }

    private void connect(Behaviour behaviour) {
        if (!over) {
            client.connect(port, "127.0.0.1")
                    .onSuccess(socket -> attack(socket, behaviour))
                    .onFailure(refused -> later(behaviour));
        }
    }

    private void later(Behaviour behaviour) {
        if (!over) {
            vertx.timer(PACE_MILLIS, TimeUnit.MILLISECONDS).onSuccess(now -> connect(behaviour));
        }
    }

    private void attack(NetSocket socket, Behaviour behaviour) {
        open.incrementAndGet();
        connected.incrementAndGet();
        socket.exceptionHandler(reset -> {});
        if (behaviour.isDeaf()) {
            socket.pause();
        } else {
            socket.handler(answer -> {});
        }
        long timer = vertx.setPeriodic(PACE_MILLIS, now -> send(socket, behaviour.further()));
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            open.decrementAndGet();
            givenUp.merge(behaviour, 1, Integer::sum);
            later(behaviour);
        });
        send(socket, behaviour.first());
    }

    private static void send(NetSocket socket, byte[] bytes) {
        if (bytes.length > 0 && !socket.writeQueueFull()) {
            socket.write(Buffer.buffer(bytes));
        }
    }

    /** Sockets that are open now. */
    int open() {
        return open.get();
    }

    int connected() {
        return connected.get();
    }

    /** How many sockets the node has closed, by what they did. */
    Map<Behaviour, Integer> givenUp() {
        return new EnumMap<>(givenUp);
    }

    @Override
    public void close() {
        over = true;
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
