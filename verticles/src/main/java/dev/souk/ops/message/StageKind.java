package dev.souk.ops.message;

/** What a stage of the pipeline works on. */
public enum StageKind {
    /** Requests that are committed together. */
    BATCH,
    /** Events of topics. */
    CONSUMER,
    /** Events on their way to Kafka. */
    OUTBOX
}
