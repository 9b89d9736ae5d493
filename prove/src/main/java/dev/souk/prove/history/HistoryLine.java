package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. A request is an {@link Asked} before it is sent and, under the same id, an {@link Answered} or
 * a
 * {@link Lost} after; a request without either was under way when the history ended. A stream of events is a
 * {@link Followed} before it is asked for, a {@link Told} for each event, and an {@link Unfollowed} when it ends. A
 * {@link Webhook} is a webhook that arrived at the merchant.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HistoryLine.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = HistoryLine.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = HistoryLine.Lost.class, name = "lost"),
    @JsonSubTypes.Type(value = HistoryLine.Followed.class, name = "followed"),
    @JsonSubTypes.Type(value = HistoryLine.Told.class, name = "told"),
    @JsonSubTypes.Type(value = HistoryLine.Unfollowed.class, name = "unfollowed"),
    @JsonSubTypes.Type(value = HistoryLine.Webhook.class, name = "webhook")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryLine {
    /** Of the request, the stream or the webhook, from 1 on. */
    long id();

    /** By the wall clock of the buyers' machine. */
    Instant at();

    /** By that machine's monotonic clock, since the history was opened: it orders the lines of all buyers in time. */
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
     * No answer: the effect of the request, if any, is unknown.
     *
     * @param reason in words, such as {@code timeout} or {@code Connection reset}
     */
    record Lost(long id, Instant at, long nanos, String reason) implements HistoryLine {}

    /**
     * A request to follow an order, on the point of being sent.
     *
     * @param attempt 1 for the first connection of this follower to this order, 2 for the next, ...
     * @param lastEventId the last step that the follower knows; absent when none
     */
    record Followed(
            long id,
            Instant at,
            long nanos,
            String buyer,
            String order,
            String node,
            int attempt,
            @Nullable Long lastEventId)
            implements HistoryLine {}

    /**
     * An event of a stream.
     *
     * @param seq its {@code id}: the number of the step
     * @param event its name
     * @param status of the order after it, and the step's {@code eventId}, as its data says
     */
    record Told(
            long id,
            Instant at,
            long nanos,
            long seq,
            String event,
            @Nullable String status,
            @Nullable String eventId) implements HistoryLine {}

    /**
     * A stream is over.
     *
     * @param status of HTTP, where there was an answer
     * @param retryAfter seconds
     * @param reason in words, where there was none, or it broke off
     */
    record Unfollowed(
            long id,
            Instant at,
            long nanos,
            StreamEnd how,
            @Nullable Integer status,
            @Nullable Integer retryAfter,
            @Nullable String reason)
            implements HistoryLine {}

    /**
     * A webhook that arrived at the merchant's endpoint, written before it is answered.
     *
     * @param webhookId the header {@code webhook-id}; empty without
     * @param type of the event, {@code order} and {@code seq} its order and step, as far as the body could be read
     * @param signed whether one of its signatures is good, and its time near
     * @param taken whether it is answered 2xx; else it is answered 500, or not at all
     */
    record Webhook(
            long id,
            Instant at,
            long nanos,
            String webhookId,
            @Nullable String type,
            @Nullable String order,
            @Nullable Long seq,
            boolean signed,
            boolean taken)
            implements HistoryLine {}
}
