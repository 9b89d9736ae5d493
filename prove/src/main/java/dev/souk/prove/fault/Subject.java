package dev.souk.prove.fault;

/** What a fault happens to. One fault at a time per subject: two brokers at once would be more than Kafka promises. */
enum Subject {
    NODES,
    KAFKA,
    REDIS,
    POSTGRES,
    PROVIDER,
    LINKS
}
