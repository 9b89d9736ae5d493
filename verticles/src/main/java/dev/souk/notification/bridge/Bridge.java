package dev.souk.notification.bridge;

import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Refusal;
import dev.souk.notification.live.OpsFeed;
import dev.souk.notification.live.OrderFeeds;
import dev.souk.notification.live.Sockets;
import dev.souk.notification.live.Sockets.Limit;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state that the bridge sockets of a node share: the feeds that they read, and their bounds. Safe to use from every
 * thread.
 *
 * <pre>
 *  frame ──> BridgeSocket ──token?──> permission? ──> OrderFeeds | OpsFeed
 *                 ^                                        │
 *                 └───────── signals, on its event loop ───┘
 * </pre>
 */
public final class Bridge {
    private final Vertx vertx;
    private final Settings.Live settings;
    private final OrderFeeds feeds;
    private final OpsFeed ops;
    private final Sockets sockets;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger registrations = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    public Bridge(
            Vertx vertx,
            Settings.Live settings,
            OrderFeeds feeds,
            OpsFeed ops,
            Sockets sockets,
            MeterRegistry metrics,
            Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.feeds = feeds;
        this.ops = ops;
        this.sockets = sockets;
        this.metrics = metrics;
        this.clock = clock;
        for (Refusal refusal : Refusal.values()) {
            metrics.counter("souk.live.frames.refused", "reason", refusal.label());
        }
        Gauge.builder("souk.live.bridge.sockets", open, AtomicInteger::get).register(metrics);
        Gauge.builder("souk.live.registrations", registrations, AtomicInteger::get)
                .register(metrics);
        Gauge.builder("souk.live.checks", checks, AtomicInteger::get).register(metrics);
    }

    /**
     * Whether the client may have one more socket.
     *
     * @param session of SockJS; a further request of one that is open is no further socket
     * @return the limit that is reached
     */
    public @Nullable Limit refuses(@Nullable String session, String address) {
        return session != null && sessions.contains(session) ? null : sockets.reached(address);
    }

    /**
     * Serves a socket, on the current context, until it is closed.
     *
     * @param session of SockJS; absent: a plain websocket
     * @param tokens finds on this context the caller of a token, or fails with {@link RefusedException}
     * @param gone told once, when the socket is closed
     * @return none when there are too many: the socket is told so, and closed
     */
    public @Nullable BridgeSocket open(
            SockJSSocket socket,
            @Nullable String session,
            String address,
            Function<String, Future<Caller>> tokens,
            Consumer<BridgeSocket> gone) {
        Limit reached = sockets.open(address);
        if (reached != null) {
            Refusal refusal = reached == Limit.NODE ? Refusal.BUSY : Refusal.TOO_MANY_SOCKETS;
            socket.write(Frames.error(refusal, null, "No more sockets can be opened here now."))
                    .onComplete(told -> socket.close());
            return null;
        }
        open.incrementAndGet();
        if (session != null) {
            sessions.add(session);
        }
        BridgeSocket opened = new BridgeSocket(this, socket, session == null, tokens, closed -> {
            open.decrementAndGet();
            sockets.close(address);
            if (session != null) {
                sessions.remove(session);
            }
            gone.accept(closed);
        });
        opened.start();
        return opened;
    }

    /** @return whether the node may have one more; if so, {@link #releaseRegistration} must follow */
    boolean takeRegistration() {
        if (registrations.incrementAndGet() > settings.maxRegistrations()) {
            registrations.decrementAndGet();
            return false;
        }
        return true;
    }

    void releaseRegistration() {
        registrations.decrementAndGet();
    }

    /** @return whether the node may verify one more token; if so, {@link #releaseCheck} must follow */
    boolean takeCheck() {
        if (checks.incrementAndGet() > settings.maxChecks()) {
            checks.decrementAndGet();
            return false;
        }
        return true;
    }

    void releaseCheck() {
        checks.decrementAndGet();
    }

    void countRefused(Refusal refusal) {
        metrics.counter("souk.live.frames.refused", "reason", refusal.label()).increment();
    }

    /** Counts the end of a socket, or of a registration with an expired token. */
    void countClosed(String reason) {
        metrics.counter("souk.live.closed", "reason", reason).increment();
    }

    void countResumed() {
        metrics.counter("souk.live.resumed").increment();
    }

    Vertx vertx() {
        return vertx;
    }

    Settings.Live settings() {
        return settings;
    }

    OrderFeeds feeds() {
        return feeds;
    }

    OpsFeed ops() {
        return ops;
    }

    Sockets sockets() {
        return sockets;
    }

    Clock clock() {
        return clock;
    }
}
