package dev.souk.edge;

import dev.souk.bus.Bus;
import dev.souk.bus.BusEndpoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stands behind the edge on a real bus, answers as a feature would, and remembers the questions. */
public final class Features {
    private final Bus bus;
    private final Map<String, Function<Object, Future<Object>>> answers = new ConcurrentHashMap<>();
    private final List<String> served = new ArrayList<>();
    private final List<Object> asked = new CopyOnWriteArrayList<>();

    Features(Bus bus) {
        this.bus = bus;
    }

    /** From now on this function answers the endpoint. */
    public <Q, R> void answer(BusEndpoint<Q, R> endpoint, Function<Q, ? extends R> answer) {
        answerLater(endpoint, question -> Future.succeededFuture(answer.apply(question)));
    }

    public <Q, R> void fail(BusEndpoint<Q, R> endpoint, Throwable failure) {
        answerLater(endpoint, question -> Future.failedFuture(failure));
    }

    public synchronized <Q, R> void answerLater(BusEndpoint<Q, R> endpoint, Function<Q, Future<? extends R>> answer) {
        answers.put(
                endpoint.address(),
                question -> answer.apply(endpoint.question().cast(question)).map(reply -> (Object) reply));
        if (!served.contains(endpoint.address())) {
            served.add(endpoint.address());
            Awaiting.result(bus.serve(endpoint, question -> answer(endpoint, question)));
        }
    }

    private <Q, R> Future<R> answer(BusEndpoint<Q, R> endpoint, Q question) {
        asked.add(question);
        Function<Object, Future<Object>> answer = answers.get(endpoint.address());
        return answer == null
                ? Future.failedFuture("nothing was agreed for " + endpoint.address())
                : answer.apply(question).map(endpoint.answer()::cast);
    }

    /** The last question of this type. */
    <Q> Q lastAsked(Class<Q> type) {
        return asked.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, next) -> next)
                .orElseThrow();
    }

    <Q> List<Q> asked(Class<Q> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void forget() {
        asked.clear();
        answers.clear();
    }
}
