package dev.souk.prove.fault;

/** The subject of a fault. A subject has one fault at a time: Kafka does not promise to survive two lost brokers. */
enum Subject {
    NODES,
    KAFKA,
    REDIS,
    POSTGRES,
    PROVIDER,
    LINKS
}
