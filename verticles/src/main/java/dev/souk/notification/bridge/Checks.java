package dev.souk.notification.bridge;

import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Refusal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The tokens of one socket that are being verified. Registrations that come with the same token share one check of it,
 * so that a client which registers everything at once has one. Both the tokens and the registrations that wait for them
 * are bounded, because their callers are not known yet. Lives on the event loop of its socket.
 */
public final class Checks {
    private final Bridge bridge;
    private final Function<String, Future<Caller>> tokens;
    private final Map<String, Future<Caller>> byToken = new HashMap<>();
    private int waiting;

    Checks(Bridge bridge, Function<String, Future<Caller>> tokens) {
        this.bridge = bridge;
        this.tokens = tokens;
    }

    /** @return the token's caller; fails with {@link RefusedException} where it is refused or not looked at */
    Future<Caller> check(String token) {
        if (waiting >= bridge.settings().registrations()) {
            return refused(Refusal.TOO_MANY_CHECKS, "Too many registrations of the socket wait for their tokens.");
        }
        Future<Caller> same = byToken.get(token);
        return same == null ? begin(token) : waitingFor(same);
    }

    private Future<Caller> begin(String token) {
        if (byToken.size() >= bridge.settings().checks()) {
            return refused(Refusal.TOO_MANY_CHECKS, "Too many tokens of the socket are being verified.");
        }
        if (!bridge.takeCheck()) {
            return refused(Refusal.BUSY, "Too many tokens are being verified here now.");
        }
        // Composed, so that a token at which something throws is refused, too.
        Future<Caller> check = Future.succeededFuture(token).compose(tokens);
        if (check.isComplete()) {
            bridge.releaseCheck();
            return check;
        }
        byToken.put(token, check);
        return waitingFor(check.onComplete(done -> {
            byToken.remove(token);
            bridge.releaseCheck();
        }));
    }

    private Future<Caller> waitingFor(Future<Caller> check) {
        waiting++;
        return check.onComplete(done -> waiting--);
    }

    private static Future<Caller> refused(Refusal refusal, String message) {
        return Future.failedFuture(new RefusedException(refusal, message));
    }
}
