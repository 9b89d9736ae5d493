#!/bin/bash
# Creates the topics of the shop, each with its dead letters. Run again, it changes nothing. Souk would create them as well;
# here they get their replication before the first node looks.
# KAFKA_BIN: the folder of kafka-topics.sh.
set -euo pipefail
: "${KAFKA_BIN:?folder of kafka-topics.sh}" "${KAFKA_BOOTSTRAP:?host:port of brokers}"
: "${TOPIC_PARTITIONS:?}" "${TOPIC_REPLICATION:?}" "${TOPIC_MIN_INSYNC:?}"

readonly topics=(souk.orders souk.stock souk.payments souk.catalog)
# kafka.retention, 7 days, in segments of a day.
readonly retention_ms=604800000 segment_ms=86400000
# A dead letter holds a whole message and its story, and stays until a person deals with it.
readonly letter_bytes=2097152

create() {
    local name=$1
    shift
    "$KAFKA_BIN/kafka-topics.sh" --bootstrap-server "$KAFKA_BOOTSTRAP" --create --if-not-exists --topic "$name" \
        --partitions "$TOPIC_PARTITIONS" --replication-factor "$TOPIC_REPLICATION" \
        --config "min.insync.replicas=$TOPIC_MIN_INSYNC" "$@"
}

for topic in "${topics[@]}"; do
    create "$topic" --config "retention.ms=$retention_ms" --config "segment.ms=$segment_ms"
    create "$topic.dlq" --config retention.ms=-1 --config "max.message.bytes=$letter_bytes"
done
