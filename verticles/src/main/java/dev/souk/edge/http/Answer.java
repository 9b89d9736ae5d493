package dev.souk.edge.http;

/** The answer to a call: a {@link Reply} where it succeeded, a {@link Problem} where it did not. */
public sealed interface Answer permits Reply, Problem {}
