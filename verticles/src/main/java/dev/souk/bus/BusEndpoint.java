package dev.souk.bus;

/**
 * A typed address on the event bus: a question {@code Q} that is sent there is answered with {@code R}.
 *
 * @param address the event-bus address, {@code feature.verb}
 * @param question the immutable record (or sealed interface of records) that is asked
 * @param answer the immutable record (or sealed interface of records) that comes back; refusals such as "sold out"
 *     are answers, a failed future is a fault
 */
public record BusEndpoint<Q, R>(String address, Class<Q> question, Class<R> answer) {}
