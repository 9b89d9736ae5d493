package dev.souk.ops.message;

/** The kind of a stage of the pipeline, by the work that passes it. */
public enum StageKind {
    /** Requests that are committed together. */
    BATCH,
    /** Events of topics. */
    CONSUMER,
    /** Events on their way to Kafka. */
    OUTBOX
}
