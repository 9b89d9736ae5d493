package dev.souk.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's access to the event bus. An ask goes to a consumer in this node when there is one, else to one across the
 * cluster, and always ends: with the answer, or by its deadline with {@link UnavailableException}.
 *
 * <p>Safe to use from every thread; an answer comes on the context that asked, handlers run on the context that called
 * {@link #serve}.
 */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final int BUSY = 1;
    private static final int UNAVAILABLE = 2;
    private static final int FAULT = 3;

    private final Vertx vertx;
    private final Duration deadline;
    private final Set<String> servedHere = ConcurrentHashMap.newKeySet();

    /**
     * Registers the codec: make one per node, before anything is deployed.
     *
     * @param deadline of every ask that names none
     */
    public Bus(Vertx vertx, Duration deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
        vertx.eventBus().registerCodec(new RecordCodec());
    }

    /** Fails with {@link BusyException}, {@link UnavailableException}, or a fault of the one who answers. */
    public <Q, R> Future<R> ask(BusEndpoint<Q, R> endpoint, Q question) {
        return ask(endpoint, question, deadline);
    }

    /** As {@link #ask(BusEndpoint, Object)}, answered within {@code within}. */
    public <Q, R> Future<R> ask(BusEndpoint<Q, R> endpoint, Q question, Duration within) {
        return mapped(endpoint, request(endpoint, question, within.toMillis()));
    }

    /**
     * As {@link #ask(BusEndpoint, Object)} for a question that changes nothing: a node that died with the question is
     * given one second chance elsewhere. Both tries together take no longer than the deadline.
     */
    public <Q, R> Future<R> askAgain(BusEndpoint<Q, R> endpoint, Q question) {
        long half = Math.max(1, deadline.toMillis() / 2);
        return mapped(
                endpoint,
                request(endpoint, question, half)
                        .recover(failure -> isUnanswered(failure)
                                ? request(endpoint, question, half)
                                : Future.failedFuture(failure)));
    }

    private <Q, R> Future<Message<Object>> request(BusEndpoint<Q, R> endpoint, Q question, long withinMillis) {
        DeliveryOptions options = asking(withinMillis);
        if (!servedHere.contains(endpoint.address())) {
            return vertx.eventBus().request(endpoint.address(), question, options);
        }
        return vertx.eventBus()
                .request(
                        local(endpoint.address()),
                        question,
                        asking(withinMillis).setLocalOnly(true))
                .recover(failure -> isNobodyThere(failure)
                        ? vertx.eventBus().request(endpoint.address(), question, options)
                        : Future.failedFuture(failure));
    }

    /** The consumer of this node was undeployed: the question was not delivered, and others may answer it. */
    private static boolean isNobodyThere(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private static boolean isUnanswered(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
    }

    private static <Q, R> Future<R> mapped(BusEndpoint<Q, R> endpoint, Future<Message<Object>> request) {
        return request.map(reply -> endpoint.answer().cast(reply.body()))
                .recover(failure -> Future.failedFuture(fault(endpoint.address(), failure)));
    }

    /**
     * Answers the questions asked at the endpoint, from this context.
     *
     * @return done when the whole cluster knows of this consumer
     */
    public <Q, R> Future<Void> serve(BusEndpoint<Q, R> endpoint, Function<Q, Future<R>> handler) {
        MessageConsumer<Object> remote = vertx.eventBus().consumer(endpoint.address());
        remote.handler(message -> answer(endpoint, handler, message));
        MessageConsumer<Object> local = vertx.eventBus().localConsumer(local(endpoint.address()));
        local.handler(message -> answer(endpoint, handler, message));
        return Future.join(remote.completion(), local.completion())
                .onSuccess(done -> servedHere.add(endpoint.address()))
                .mapEmpty();
    }

    /** Tells every node, at most once and without a promise that it arrives. */
    public <T> void hint(BusHint<T> hint, T message) {
        vertx.eventBus().publish(hint.address(), message, options());
    }

    /**
     * Hears the hints, on this context. One that this version cannot read is passed over: hints are lost without harm.
     *
     * @return done when the whole cluster knows of this listener
     */
    public <T> Future<Void> listen(BusHint<T> hint, Consumer<T> handler) {
        MessageConsumer<Object> consumer = vertx.eventBus().consumer(hint.address());
        consumer.handler(message -> {
            try {
                handler.accept(hint.type().cast(message.body()));
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("address", hint.address()).setCause(e).log("a hint was passed over");
            }
        });
        return consumer.completion();
    }

    private static DeliveryOptions options() {
        return new DeliveryOptions().setCodecName(RecordCodec.NAME);
    }

    /** Of a question: with the id of the request that it is asked for. */
    private static DeliveryOptions asking(long withinMillis) {
        DeliveryOptions options = options().setSendTimeout(withinMillis);
        String id = RequestId.current();
        return id == null ? options : options.addHeader(RequestId.NAME, id);
    }

    private static String local(String address) {
        return address + "@here";
    }

    private static <Q, R> void answer(
            BusEndpoint<Q, R> endpoint, Function<Q, Future<R>> handler, Message<Object> message) {
        String id = message.headers().get(RequestId.NAME);
        if (id != null) {
            RequestId.begin(id);
        }
        Future<R> answer;
        try {
            answer = handler.apply(endpoint.question().cast(message.body()));
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.map(reply -> Objects.requireNonNull(reply, "an answer is missing"))
                .onSuccess(reply -> message.reply(reply, options()))
                .onFailure(failure -> fail(endpoint, message, failure));
    }

    private static void fail(BusEndpoint<?, ?> endpoint, Message<Object> message, Throwable failure) {
        message.fail(code(endpoint, failure), String.valueOf(failure.getMessage()));
    }

    private static int code(BusEndpoint<?, ?> endpoint, Throwable failure) {
        return switch (failure) {
            case BusyException busy -> BUSY;
            case UnavailableException unavailable -> UNAVAILABLE;
            default -> {
                log.atError()
                        .addKeyValue("address", endpoint.address())
                        .setCause(failure)
                        .log("a question was not answered");
                yield FAULT;
            }
        };
    }

    private static Throwable fault(String address, Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return failure;
        }
        if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
            return new UnavailableException(address + " did not answer: " + reply.failureType());
        }
        return switch (reply.failureCode()) {
            case BUSY -> new BusyException(String.valueOf(reply.getMessage()));
            case UNAVAILABLE -> new UnavailableException(String.valueOf(reply.getMessage()));
            default -> new IllegalStateException(address + " failed: " + reply.getMessage());
        };
    }
}
