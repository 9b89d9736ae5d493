package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.edge.http.Call;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait until their order is settled, on one event loop. Each costs an entry here and a timer: hints of
 * the bus wake them. Since a hint may be lost, or be faster than the request, the states of all orders that are waited
 * for are asked for every {@link #LOOK}, many in one question. There are no more than the node has connections.
 */
public final class OrderWaits {
    private static final Logger log = LoggerFactory.getLogger(OrderWaits.class);
    static final Duration LOOK = Duration.ofSeconds(1);
    private static final int ASKED_AT_ONCE = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final AtomicInteger count;
    private final Map<UUID, Set<Wait>> waiting = new LinkedHashMap<>();
    private boolean looking;
    private boolean stopped;

    private record Wait(Promise<Void> over, long timer) {}

    /** @param count of all that wait in this node */
    public OrderWaits(Vertx vertx, Bus bus, AtomicInteger count) {
        this.vertx = vertx;
        this.bus = bus;
        this.count = count;
    }

    /** @return done when the cluster knows that this node wants the hints */
    public Future<Void> start() {
        vertx.setPeriodic(LOOK.toMillis(), tick -> look());
        return bus.listen(OrderEndpoints.CHANGED, changed -> {
            if (changed.entry().status().isSettled()) {
                wake(changed.orderId());
            }
        });
    }

    /**
     * @param call that waits; once its client has gone, the wait is dropped
     * @return done when the order may be settled, the time has passed or this node stops; never, once the call is gone
     */
    Future<Void> settled(UUID order, Duration limit, Call call) {
        if (stopped) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        Wait wait = new Wait(over, vertx.setTimer(limit.toMillis(), late -> over.tryComplete()));
        waiting.computeIfAbsent(order, first -> new HashSet<>()).add(wait);
        count.incrementAndGet();
        call.whenOver(() -> forget(order, wait));
        over.future().onComplete(done -> forget(order, wait));
        return over.future();
    }

    private void forget(UUID order, Wait wait) {
        Set<Wait> others = waiting.get(order);
        if (others != null && others.remove(wait)) {
            count.decrementAndGet();
            vertx.cancelTimer(wait.timer());
            if (others.isEmpty()) {
                waiting.remove(order);
            }
        }
    }

    private void wake(UUID order) {
        Set<Wait> all = waiting.get(order);
        if (all != null) {
            List.copyOf(all).forEach(wait -> wait.over().tryComplete());
        }
    }

    private void look() {
        if (looking || waiting.isEmpty()) {
            return;
        }
        looking = true;
        List<UUID> ids = List.copyOf(waiting.keySet());
        List<Future<?>> looks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += ASKED_AT_ONCE) {
            looks.add(look(ids.subList(from, Math.min(ids.size(), from + ASKED_AT_ONCE))));
        }
        Future.join(looks).onComplete(done -> looking = false);
    }

    private Future<?> look(List<UUID> ids) {
        return bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(ids))
                .onSuccess(answer -> answer.statuses().forEach((order, status) -> {
                    if (status.isSettled()) {
                        wake(order);
                    }
                }))
                .onFailure(failure -> log.debug("orders that are waited for could not be looked at", failure));
    }

    /** Ends all waits: every waiting call is answered with the order as it is. */
    public void stop() {
        stopped = true;
        List.copyOf(waiting.keySet()).forEach(this::wake);
    }
}
