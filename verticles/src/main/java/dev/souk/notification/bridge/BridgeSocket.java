package dev.souk.notification.bridge;

import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Frame;
import dev.souk.notification.bridge.domain.FrameBudget;
import dev.souk.notification.bridge.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of the bridge: reads its frames, writes to it, and closes it. Lives on one event loop, whichever transport
 * of SockJS carries it.
 *
 * <p>Nothing is kept for a reader that falls behind: beyond the bound of {@code live.queue-bytes} the socket is closed,
 * and its client resumes by the number of the entry it got last. A socket is a stranger's until a registration of it is
 * accepted: that must happen within {@code live.accept-within}, and by frames of {@code live.stranger-frame-bytes} at
 * the most. From then on it is closed when it follows nothing for {@code live.register-within}. One that sends too many
 * frames is closed at once.
 */
public final class BridgeSocket {
    private static final Logger log = LoggerFactory.getLogger(BridgeSocket.class);
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int TRY_AGAIN = 1013;
    /** Frames at one time: registrations of a full socket, and as many more. */
    private static final int FRAMES_AT_ONCE = 250;

    private static final int FRAMES_PER_SECOND = 50;

    private final Bridge bridge;
    private final SockJSSocket socket;
    private final boolean plain;
    private final Consumer<BridgeSocket> closed;
    private final Registrations registrations;
    private final FrameBudget budget = new FrameBudget(FRAMES_AT_ONCE, FRAMES_PER_SECOND, System.nanoTime());
    private long pending;
    /** Runs until a registration is accepted; then whenever nothing is followed. */
    private long idleTimer = -1;

    private boolean known;
    private boolean closing;
    private boolean gone;

    /** @param plain no SockJS around the frames */
    BridgeSocket(
            Bridge bridge,
            SockJSSocket socket,
            boolean plain,
            Function<String, Future<Caller>> tokens,
            Consumer<BridgeSocket> closed) {
        this.bridge = bridge;
        this.socket = socket;
        this.plain = plain;
        this.closed = closed;
        this.registrations = new Registrations(bridge, this, tokens);
    }

    void start() {
        socket.exceptionHandler(failure -> log.debug("a socket of the bridge failed", failure));
        socket.closeHandler(over -> gone());
        socket.handler(this::hear);
        idleTimer = bridge.vertx()
                .setTimer(
                        bridge.settings().acceptWithin().toMillis(),
                        late -> close("stranger", POLICY, "no registration was accepted in time"));
    }

    private void hear(Buffer text) {
        if (closing || gone) {
            return;
        }
        if (!known && text.length() > bridge.settings().strangerFrameBytes()) {
            close("large", TOO_BIG, "a frame is too large for a socket without an accepted registration");
            return;
        }
        if (!budget.take(System.nanoTime())) {
            close("flood", POLICY, "too many frames");
            return;
        }
        switch (Frames.read(text.toString())) {
            case Frame.Ping ping -> pong();
            case Frame.Register ask -> registrations.register(ask);
            case Frame.Unregister ask -> registrations.unregister(ask.address());
            case Frame.Inward inward ->
                refuse(Refusal.ACCESS_DENIED, inward.replyTo(), "The bridge takes no messages from its clients.");
            case Frame.Broken broken -> refuse(broken.refusal(), broken.address(), broken.message());
        }
    }

    /** SockJS has heartbeats of its own, and its published client takes a pong for a message without a handler. */
    private void pong() {
        if (plain) {
            write(Frames.PONG);
        }
    }

    void refuse(Refusal refusal, @Nullable String address, String message) {
        bridge.countRefused(refusal);
        write(Frames.error(refusal, address, message));
    }

    void write(String frame) {
        if (closing || gone) {
            return;
        }
        if (pending >= bridge.settings().queueBytes()) {
            close("slow", TRY_AGAIN, "the reader is too slow");
            return;
        }
        int size = frame.length();
        pending += size;
        socket.write(frame).onComplete(written -> {
            pending -= size;
            registrations.more();
        });
    }

    /** Whether more than half of the bytes that may wait for the reader do. */
    boolean isBehind() {
        return 2 * pending > bridge.settings().queueBytes();
    }

    void nothingFollowed() {
        if (known && idleTimer < 0 && !closing && !gone) {
            idleTimer = bridge.vertx()
                    .setTimer(
                            bridge.settings().registerWithin().toMillis(),
                            late -> close("idle", POLICY, "nothing is followed"));
        }
    }

    /** A registration was accepted: the socket is no stranger's any more, and follows something. */
    void accepted() {
        known = true;
        cancelIdleTimer();
    }

    private void cancelIdleTimer() {
        bridge.vertx().cancelTimer(idleTimer);
        idleTimer = -1;
    }

    /** The node stops: the client connects to another one. */
    public void stop() {
        if (!closing && !gone) {
            closing = true;
            socket.close(GOING_AWAY, "this node stops");
        }
    }

    private void close(String reason, int code, String words) {
        if (!closing && !gone) {
            closing = true;
            bridge.countClosed(reason);
            registrations.endAll();
            socket.close(code, words);
        }
    }

    private void gone() {
        if (!gone) {
            gone = true;
            registrations.endAll();
            cancelIdleTimer();
            closed.accept(this);
        }
    }
}
