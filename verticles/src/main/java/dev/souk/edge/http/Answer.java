package dev.souk.edge.http;

/** What a call is answered with: what was asked for, or why not. */
public sealed interface Answer permits Reply, Problem {}
