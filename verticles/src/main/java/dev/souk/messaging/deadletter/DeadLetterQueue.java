package dev.souk.messaging.deadletter;

import dev.souk.messaging.consumer.InboxRepository;
import dev.souk.messaging.consumer.Received;
import dev.souk.messaging.deadletter.DeadLetterRepository.Letter;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The operator's actions on dead letters: look, send back, put aside. A letter that was dealt with is remembered in the
 * database, because Kafka can only delete from the front of a partition; it goes from there as soon as nothing open
 * lies before it.
 *
 * <p>A message that is sent back keeps its event id: consumers that handled it before suppress it, only the one that
 * gave it up decides it anew. Should this end half-way, it may be sent back twice, to the same effect.
 *
 * <p>Fails with {@link dev.souk.bus.UnavailableException} when Kafka or the database cannot be reached.
 */
public final class DeadLetterQueue {
    private static final String REPLAYED = "REPLAYED";
    private static final String DISCARDED = "DISCARDED";
    /** Letters with their messages in memory at once: each may be some megabytes. */
    private static final int BATCH = 100;

    private final Vertx vertx;
    private final DeadLetterLog letters;
    private final TransactionRunner transactions;
    private final DeadLetterRepository repository = new DeadLetterRepository();
    private final InboxRepository inbox = new InboxRepository();

    public DeadLetterQueue(Vertx vertx, Settings.Kafka kafka, TransactionRunner transactions) {
        this.vertx = vertx;
        this.letters = new DeadLetterLog(kafka);
        this.transactions = transactions;
    }

    /** @param next what to list after for the next page; absent on the last */
    public record Page(List<DeadLetter> items, @Nullable DeadLetterId next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** @param id is no open dead letter, for the reason given */
    public record Unknown(DeadLetterId id, String reason) {}

    /**
     * The outcome of an operator's request.
     *
     * @param done letters that were dealt with
     * @param unknown letters that were asked for in vain
     */
    public record Settled(List<DeadLetterId> done, List<Unknown> unknown) {
        public Settled {
            done = List.copyOf(done);
            unknown = List.copyOf(unknown);
        }

        private Settled and(Settled other) {
            return new Settled(
                    Stream.concat(done.stream(), other.done.stream()).toList(),
                    Stream.concat(unknown.stream(), other.unknown.stream()).toList());
        }
    }

    /**
     * Open letters in the order of their ids.
     *
     * @param topic the topic that the messages came from, {@link Topics#ORDERS}; absent: all
     * @param after where the page before ended; absent: from the beginning
     * @param limit 1 to 1000
     */
    public Future<Page> list(@Nullable String topic, @Nullable DeadLetterId after, int limit) {
        List<String> topics = (topic == null ? Topics.ALL : List.of(topic))
                .stream().map(Topics::deadLetters).toList();
        return page(topics, after, limit, new ArrayList<>());
    }

    private Future<Page> page(List<String> topics, @Nullable DeadLetterId after, int limit, List<DeadLetter> before) {
        // One more than is shown tells whether there is a next page.
        int wanted = limit + 1 - before.size();
        return vertx.executeBlocking(() -> letters.after(topics, after, wanted))
                .compose(read -> open(read).compose(open -> {
                    open.stream().map(DeadLetter::of).forEach(before::add);
                    if (before.size() > limit) {
                        return Future.succeededFuture(new Page(
                                before.subList(0, limit), before.get(limit - 1).id()));
                    }
                    return read.size() < wanted
                            ? Future.succeededFuture(new Page(before, null))
                            : page(topics, DeadLetter.idOf(read.getLast()), limit, before);
                }));
    }

    /** @return the letter, dealt with or not; empty when Kafka has it no more */
    public Future<Optional<DeadLetter>> find(DeadLetterId id) {
        return vertx.executeBlocking(
                () -> letters.find(Set.of(id)).stream().findFirst().map(DeadLetter::of));
    }

    /** Sends messages back to the topics they came from. */
    public Future<Settled> replay(Collection<DeadLetterId> ids) {
        return settle(ids, REPLAYED);
    }

    /**
     * Puts letters aside whose messages are not needed: they are not sent anywhere. The consumer that gave such a
     * message up counts as having handled it from then on, so that it is neither missed by the audit nor handled should
     * it come again.
     */
    public Future<Settled> discard(Collection<DeadLetterId> ids) {
        return settle(ids, DISCARDED);
    }

    /** Batch after batch; when one fails, those before it stay dealt with. */
    private Future<Settled> settle(Collection<DeadLetterId> ids, String outcome) {
        List<DeadLetterId> all = ids.stream().distinct().sorted().toList();
        Future<Settled> settled = Future.succeededFuture(new Settled(List.of(), List.of()));
        for (int from = 0; from < all.size(); from += BATCH) {
            List<DeadLetterId> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            settled = settled.compose(before -> settleBatch(batch, outcome).map(now -> before.and(now)));
        }
        return settled;
    }

    private Future<Settled> settleBatch(List<DeadLetterId> ids, String outcome) {
        return vertx.executeBlocking(() -> letters.find(ids))
                .compose(found -> open(found).compose(open -> {
                    List<ConsumerRecord<byte[], byte[]>> able = outcome.equals(REPLAYED)
                            ? open.stream().filter(DeadLetterQueue::hasOrigin).toList()
                            : open;
                    return act(able, outcome).map(done -> settled(ids, found, open, able));
                }));
    }

    private Future<Void> act(List<ConsumerRecord<byte[], byte[]>> able, String outcome) {
        if (able.isEmpty()) {
            return Future.succeededFuture();
        }
        boolean replay = outcome.equals(REPLAYED);
        Future<Void> sent = replay ? sendBack(able) : Future.succeededFuture();
        return sent.compose(done -> transactions.run(
                        "dead-letters",
                        tx -> repository
                                .settle(tx, lettersOf(able), outcome)
                                .compose(settled -> replay ? Future.succeededFuture() : handled(tx, able))))
                .compose(done -> free(able.stream()
                        .map(letter -> new TopicPartition(letter.topic(), letter.partition()))
                        .collect(Collectors.toSet())));
    }

    /** As new messages: a consumer that handled one before must not forget it before the new one is old. */
    private Future<Void> sendBack(List<ConsumerRecord<byte[], byte[]>> able) {
        List<UUID> events = able.stream()
                .map(Received::of)
                .flatMap(received -> Stream.ofNullable(received.event()))
                .map(EventEnvelope::id)
                .toList();
        return transactions
                .run("dead-letters", tx -> inbox.renew(tx, events))
                .compose(renewed -> vertx.executeBlocking(() -> {
                    letters.sendBack(able);
                    return null;
                }));
    }

    private Future<Void> handled(SqlClient tx, List<ConsumerRecord<byte[], byte[]>> discarded) {
        Map<String, Set<UUID>> events = new TreeMap<>();
        discarded.stream().filter(DeadLetterQueue::hasOrigin).forEach(letter -> {
            EventEnvelope event = Received.of(letter).event();
            String consumer = DeadLetter.header(letter, DeadLetters.CONSUMER);
            if (event != null && !consumer.isEmpty()) {
                events.computeIfAbsent(consumer, first -> new TreeSet<>()).add(event.id());
            }
        });
        Future<Void> written = Future.succeededFuture();
        for (Map.Entry<String, Set<UUID>> of : events.entrySet()) {
            written = written.compose(
                    before -> inbox.claim(tx, of.getKey(), of.getValue()).mapEmpty());
        }
        return written;
    }

    private static Settled settled(
            Collection<DeadLetterId> ids,
            List<ConsumerRecord<byte[], byte[]>> found,
            List<ConsumerRecord<byte[], byte[]>> open,
            List<ConsumerRecord<byte[], byte[]>> able) {
        Set<DeadLetterId> there = idsOf(found);
        Set<DeadLetterId> waiting = idsOf(open);
        Set<DeadLetterId> done = idsOf(able);
        List<Unknown> unknown = ids.stream()
                .filter(id -> !done.contains(id))
                .map(id -> new Unknown(
                        id,
                        waiting.contains(id)
                                ? "it does not say that it came from " + Topics.ofDeadLetters(id.topic())
                                : there.contains(id) ? "it was dealt with before" : "there is no such letter"))
                .toList();
        return new Settled(done.stream().sorted().toList(), unknown);
    }

    /** Only the topic whose letters these are is written to, whatever a header says. */
    private static boolean hasOrigin(ConsumerRecord<byte[], byte[]> letter) {
        return Topics.deadLetters(DeadLetter.header(letter, DeadLetters.TOPIC)).equals(letter.topic());
    }

    private Future<List<ConsumerRecord<byte[], byte[]>>> open(List<ConsumerRecord<byte[], byte[]>> found) {
        return found.isEmpty()
                ? Future.succeededFuture(List.of())
                : transactions
                        .read("dead-letters", client -> repository.settled(client, lettersOf(found)))
                        .map(settled -> found.stream()
                                .filter(letter -> !settled.contains(letterOf(letter)))
                                .toList());
    }

    /** Deletes from Kafka what was dealt with and has nothing open before it. */
    private Future<Void> free(Set<TopicPartition> partitions) {
        Future<Void> all = Future.succeededFuture();
        for (TopicPartition partition : partitions) {
            all = all.compose(done -> free(partition));
        }
        return all;
    }

    private Future<Void> free(TopicPartition partition) {
        String topic = partition.topic();
        int number = partition.partition();
        return vertx.executeBlocking(() -> letters.firstOffset(partition))
                .compose(first -> transactions
                        .read("dead-letters", client -> repository.settledFrom(client, topic, number, first))
                        .compose(settled -> {
                            long open = firstOpen(first, settled);
                            if (open == first) {
                                return Future.succeededFuture();
                            }
                            return vertx.executeBlocking(() -> {
                                        letters.deleteBefore(partition, open);
                                        return open;
                                    })
                                    .compose(deleted -> transactions.run(
                                            "dead-letters", tx -> repository.forget(tx, topic, number, open)));
                        }));
    }

    private static long firstOpen(long first, List<Long> settled) {
        long open = first;
        for (long offset : settled) {
            if (offset != open) {
                return open;
            }
            open++;
        }
        return open;
    }

    private static List<Letter> lettersOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(DeadLetterQueue::letterOf).toList();
    }

    private static Letter letterOf(ConsumerRecord<byte[], byte[]> letter) {
        return new Letter(DeadLetter.idOf(letter), letter.timestamp());
    }

    private static Set<DeadLetterId> idsOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(DeadLetter::idOf).collect(Collectors.toSet());
    }
}
