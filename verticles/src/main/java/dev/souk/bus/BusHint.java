package dev.souk.bus;

/**
 * A typed address for hints: published to every node, lost without harm.
 *
 * @param address the event-bus address
 * @param type the immutable record that is published
 */
public record BusHint<T>(String address, Class<T> type) {}
