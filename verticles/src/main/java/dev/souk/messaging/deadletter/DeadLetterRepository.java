package dev.souk.messaging.deadletter;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** All SQL of dead letters: which of them an operator has dealt with. The letters themselves lie in Kafka. */
final class DeadLetterRepository {
    private static final String SETTLE = """
            INSERT INTO dead_letter_settled (topic, part, at_offset, written_at, outcome)
            SELECT l.topic, l.part, l.at_offset, l.written_at, $5
            FROM unnest($1::text[], $2::int4[], $3::int8[], $4::int8[]) AS l (topic, part, at_offset, written_at)
            ON CONFLICT (topic, part, at_offset, written_at) DO NOTHING
            """;

    private static final String SETTLED = """
            SELECT s.topic, s.part, s.at_offset, s.written_at
            FROM unnest($1::text[], $2::int4[], $3::int8[], $4::int8[]) AS l (topic, part, at_offset, written_at)
            JOIN dead_letter_settled s
              ON s.topic = l.topic AND s.part = l.part AND s.at_offset = l.at_offset AND s.written_at = l.written_at
            """;

    private static final String OFFSETS = """
            SELECT at_offset FROM dead_letter_settled
            WHERE topic = $1 AND part = $2 AND at_offset >= $3
            ORDER BY at_offset
            """;

    private static final String FORGET = """
            DELETE FROM dead_letter_settled WHERE topic = $1 AND part = $2 AND at_offset < $3
            """;

    /** @param writtenAt milliseconds since 1970, by Kafka */
    record Letter(DeadLetterId id, long writtenAt) {}

    Future<Void> settle(SqlClient client, Collection<Letter> letters, String outcome) {
        return client.preparedQuery(SETTLE)
                .execute(columns(letters).addString(outcome))
                .mapEmpty();
    }

    /** @return those of the letters that have been dealt with */
    Future<Set<Letter>> settled(SqlClient client, Collection<Letter> letters) {
        return client.preparedQuery(SETTLED).execute(columns(letters)).map(rows -> {
            Set<Letter> settled = new HashSet<>();
            for (Row row : rows) {
                DeadLetterId id = new DeadLetterId(row.getString(0), row.getInteger(1), row.getLong(2));
                settled.add(new Letter(id, row.getLong(3)));
            }
            return settled;
        });
    }

    /** @return offsets from {@code from} on of one partition that have been dealt with, rising */
    Future<List<Long>> settledFrom(SqlClient client, String topic, int partition, long from) {
        return client.preparedQuery(OFFSETS)
                .execute(Tuple.of(topic, partition, from))
                .map(rows -> {
                    List<Long> offsets = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        offsets.add(row.getLong(0));
                    }
                    return offsets;
                });
    }

    /** Deletes what is known of offsets before {@code before}: Kafka has them no more. */
    Future<Void> forget(SqlClient client, String topic, int partition, long before) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(topic, partition, before))
                .mapEmpty();
    }

    private static Tuple columns(Collection<Letter> letters) {
        return Tuple.tuple()
                .addArrayOfString(column(letters, letter -> letter.id().topic(), String[]::new))
                .addArrayOfInteger(column(letters, letter -> letter.id().partition(), Integer[]::new))
                .addArrayOfLong(column(letters, letter -> letter.id().offset(), Long[]::new))
                .addArrayOfLong(column(letters, Letter::writtenAt, Long[]::new));
    }

    private static <C> C[] column(Collection<Letter> of, Function<Letter, C> column, IntFunction<C[]> array) {
        return of.stream().map(column).toArray(array);
    }
}
