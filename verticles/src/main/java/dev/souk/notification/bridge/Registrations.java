package dev.souk.notification.bridge;

import dev.souk.bus.UnavailableException;
import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Frame;
import dev.souk.notification.bridge.domain.Permission;
import dev.souk.notification.bridge.domain.Refusal;
import dev.souk.notification.bridge.domain.Target;
import dev.souk.notification.live.Follower;
import dev.souk.notification.live.LiveStep;
import dev.souk.notification.live.OpsFeed;
import dev.souk.notification.live.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations of one socket: at most one of an address. The token is looked at before the permission. A
 * registration that is asked for again goes on where it was, with the new token; if that is refused, with the old one.
 * A registration counts as following once it is admitted, so that a token that is being verified keeps no socket open.
 * Lives on the event loop of its socket.
 */
final class Registrations {
    private static final Logger log = LoggerFactory.getLogger(Registrations.class);
    /** Timelines that are fetched for one socket at one time: each comes as one burst. */
    private static final int FETCHED_AT_ONCE = 8;

    private static final long MILLIS = 1_000;

    private final Bridge bridge;
    private final BridgeSocket socket;
    private final Context context;
    private final Checks checks;
    private final Map<String, Registration> byAddress = new LinkedHashMap<>();
    /** Admitted, and not begun. */
    private final Queue<Registration> waiting = new ArrayDeque<>();
    /** Begun, and told nothing yet. */
    private final Set<Registration> fetched = new HashSet<>();

    private final Map<String, Integer> principals = new HashMap<>();

    Registrations(Bridge bridge, BridgeSocket socket, Function<String, Future<Caller>> tokens) {
        this.bridge = bridge;
        this.socket = socket;
        this.context = bridge.vertx().getOrCreateContext();
        this.checks = new Checks(bridge, tokens);
    }

    void register(Frame.Register ask) {
        Registration held = byAddress.get(ask.address());
        if (ask.token() == null) {
            socket.refuse(Refusal.NOT_LOGGED_IN, ask.address(), "The registration has no header token.");
        } else if (held == null && byAddress.size() >= bridge.settings().registrations()) {
            socket.refuse(Refusal.MAX_HANDLERS_REACHED, ask.address(), "The socket follows too many addresses.");
        } else {
            Registration earlier = held == null || held.isAdmitted() ? held : held.earlier();
            Registration asked = new Registration(ask.address(), earlier, ask.after());
            byAddress.put(ask.address(), asked);
            checks.check(ask.token())
                    .onSuccess(caller -> verified(asked, caller))
                    .onFailure(failure -> unverified(asked, failure));
        }
    }

    private boolean isCurrent(Registration asked) {
        return byAddress.get(asked.address()) == asked;
    }

    private void verified(Registration asked, Caller caller) {
        if (!isCurrent(asked)) {
            return;
        }
        if (left(caller) <= 0) {
            // Where a request is still let in for the sake of clocks that differ, a registration would end at once.
            refused(asked, Refusal.NOT_LOGGED_IN, "The token has expired.");
        } else if (!Permission.allows(caller, asked.target())) {
            refused(asked, Refusal.ACCESS_DENIED, "The token does not allow this address.");
        } else if (!principals.containsKey(caller.subject()) && bridge.sockets().identify(caller.subject()) != null) {
            refused(asked, Refusal.TOO_MANY_SOCKETS, "The principal has too many sockets.");
        } else {
            principals.merge(caller.subject(), 1, Integer::sum);
            if (asked.earlier() != null) {
                release(asked.earlier());
            }
            if (bridge.takeRegistration()) {
                admit(asked, caller);
            } else {
                forget(caller.subject());
                remove(asked);
                socket.refuse(Refusal.BUSY, asked.address(), "No more can be followed here now.");
            }
        }
    }

    private void unverified(Registration asked, Throwable failure) {
        if (!isCurrent(asked)) {
            return;
        }
        if (failure instanceof RefusedException refused) {
            refused(asked, refused.refusal(), String.valueOf(refused.getMessage()));
        } else {
            log.error("a token could not be looked at", failure);
            refused(asked, Refusal.UNAVAILABLE, "The token cannot be looked at now.");
        }
    }

    /** Refuses a registration; an earlier one of the address goes on. */
    private void refused(Registration asked, Refusal refusal, String message) {
        Registration earlier = asked.earlier();
        if (earlier == null || earlier.isOver()) {
            remove(asked);
        } else {
            byAddress.put(asked.address(), earlier);
        }
        socket.refuse(refusal, asked.address(), message);
    }

    private void admit(Registration asked, Caller caller) {
        if (asked.resumes()) {
            bridge.countResumed();
        }
        socket.accepted();
        asked.admitted(caller, bridge.vertx().setTimer(Math.max(1, left(caller)), expired -> expired(asked)));
        waiting.add(asked);
        more();
    }

    /** Milliseconds until the token expires. */
    private long left(Caller caller) {
        return caller.expiresAt() * MILLIS - bridge.clock().millis();
    }

    /** Begins registrations that wait, as far as the reader keeps up. */
    void more() {
        while (fetched.size() < FETCHED_AT_ONCE && !waiting.isEmpty() && !socket.isBehind()) {
            begin(waiting.remove());
        }
    }

    private void begin(Registration asked) {
        switch (asked.target()) {
            case Target.Order order -> follow(asked, order);
            case Target.Ops ops -> {
                OpsFeed.Watch watch = bridge.ops()
                        .watch(ops.address(), context, body -> tell(asked, Frames.received(asked.quoted(), body)));
                asked.following(watch::end);
            }
            case Target.Nothing nothing -> throw new IllegalStateException("admitted to " + asked.address());
        }
    }

    private void follow(Registration asked, Target.Order order) {
        Caller caller = asked.caller();
        String owner = caller == null || caller.isOperator() ? null : caller.subject();
        Follower follower =
                new Follower(order.id(), owner, asked.position(), context, signal -> signalled(asked, signal));
        fetched.add(asked);
        asked.following(() -> bridge.feeds().leave(follower));
        bridge.feeds().follow(follower);
    }

    private void tell(Registration asked, String frame) {
        if (!asked.isOver()) {
            socket.write(frame);
        }
    }

    private void signalled(Registration asked, Signal signal) {
        if (asked.isOver()) {
            return;
        }
        fetched.remove(asked);
        switch (signal) {
            case Signal.Steps next -> {
                for (LiveStep step : next.steps()) {
                    tell(asked, Frames.received(asked.quoted(), step));
                    asked.told(step.seq());
                }
                if (next.over()) {
                    end(asked);
                }
            }
            case Signal.NoSuchOrder none ->
                end(asked, Refusal.ACCESS_DENIED, "There is no such order, or it is not the token's.");
            case Signal.Unreadable fault -> {
                if (!(fault.cause() instanceof UnavailableException)) {
                    log.warn("an order could not be read for the bridge", fault.cause());
                }
                end(asked, Refusal.UNAVAILABLE, "The order cannot be read now.");
            }
        }
        more();
    }

    private void expired(Registration asked) {
        bridge.countClosed("expired");
        if (isCurrent(asked)) {
            end(asked, Refusal.TOKEN_EXPIRED, "The token has expired.");
        } else {
            // Another token is being looked at; if it is refused, nothing is left.
            release(asked);
        }
    }

    void unregister(String address) {
        Registration held = byAddress.get(address);
        if (held != null) {
            end(held);
        }
    }

    private void end(Registration asked, Refusal refusal, String message) {
        end(asked);
        socket.refuse(refusal, asked.address(), message);
    }

    private void end(Registration asked) {
        if (asked.earlier() != null) {
            release(asked.earlier());
        }
        release(asked);
        remove(asked);
        more();
    }

    private void remove(Registration asked) {
        byAddress.remove(asked.address(), asked);
    }

    /** Gives back the timer, the feed and the counts that a registration holds. */
    private void release(Registration asked) {
        if (asked.isOver()) {
            return;
        }
        asked.end();
        waiting.remove(asked);
        fetched.remove(asked);
        Caller caller = asked.caller();
        if (caller != null) {
            bridge.vertx().cancelTimer(asked.expiryTimer());
            bridge.releaseRegistration();
            forget(caller.subject());
        }
    }

    private void forget(String subject) {
        @Nullable Integer left = principals.computeIfPresent(subject, (who, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            bridge.sockets().forget(subject);
        }
        if (principals.isEmpty()) {
            socket.nothingFollowed();
        }
    }

    void endAll() {
        List.copyOf(byAddress.values()).forEach(asked -> {
            if (asked.earlier() != null) {
                release(asked.earlier());
            }
            release(asked);
        });
        byAddress.clear();
    }
}
