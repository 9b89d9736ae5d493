package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. A request is an {@link Asked} before it is sent and, under the same id, an {@link Answered} or a
 * {@link Lost} after; a request without either was under way when the history ended.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HistoryLine.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = HistoryLine.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = HistoryLine.Lost.class, name = "lost")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryLine {
    /** Of the request, from 1 on. */
    long id();

    /** By the wall clock of the buyers' machine. */
    Instant at();

    /** By its monotonic clock, since the history was opened: what orders the lines of all buyers in time. */
    long nanos();

    /**
     * A request, on the point of being sent.
     *
     * @param node base URL that is asked
     * @param attempt 1 for the first sending of this request, 2 for its first repetition, ...
     * @param key the Idempotency-Key
     * @param target the order, product or cart that the request is about
     * @param order the body of PLACE_ORDER
     * @param cartLine what SET_CART_LINE or REMOVE_CART_LINE asks for
     */
    record Asked(
            long id,
            Instant at,
            long nanos,
            String buyer,
            Operation operation,
            String node,
            int attempt,
            @Nullable String key,
            @Nullable String target,
            @Nullable OrderAsked order,
            @Nullable LineAsked cartLine)
            implements HistoryLine {}

    /**
     * A whole answer came back.
     *
     * @param code of the problem, where the answer is one
     * @param retryAfter seconds
     * @param replayed it said {@code Idempotent-Replayed: true}
     * @param order where the answer is an order that could be read
     * @param cart likewise
     */
    record Answered(
            long id,
            Instant at,
            long nanos,
            int status,
            @Nullable String code,
            @Nullable Integer retryAfter,
            boolean replayed,
            @Nullable OrderSeen order,
            @Nullable CartSeen cart)
            implements HistoryLine {}

    /**
     * No answer: what the request did, if anything, is not known.
     *
     * @param reason in words, such as {@code timeout} or {@code Connection reset}
     */
    record Lost(long id, Instant at, long nanos, String reason) implements HistoryLine {}
}
