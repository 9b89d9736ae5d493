package dev.souk.edge;

/** What a call is answered with: what was asked for, or why not. */
sealed interface Answer permits Reply, Problem {}
