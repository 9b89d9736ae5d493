package dev.souk.prove.buyer;

/**
 * The counts of a crowd. All of them can be counted in the history too.
 *
 * @param asked requests sent, {@code repeated} of them not for the first time
 * @param answered whole answers, {@code unavailable} of them 429 or 5xx
 * @param lost requests without an answer
 * @param placed orders accepted, each key once
 * @param refused orders definitely refused
 * @param unresolved orders whose buyer never got a definite answer
 * @param cancelled orders whose cancellation was confirmed
 */
public record CrowdReport(
        long asked,
        long repeated,
        long answered,
        long unavailable,
        long lost,
        long placed,
        long refused,
        long unresolved,
        long cancelled) {}
