package dev.souk.prove.follow;

/**
 * An event of a stream.
 *
 * @param id of the last {@code id} field; empty when there was none
 * @param name {@code message} when the stream gives none
 * @param data lines, with a line feed between them
 */
record ServerSentEvent(String id, String name, String data) {}
