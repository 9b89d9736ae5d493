package dev.souk.prove.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of faults that can hit a world. */
public enum FaultKind {
    NODE_KILL(Subject.NODES, 3, 8, "SIGKILL of a node; it is started again"),
    NODE_FREEZE(Subject.NODES, 5, 14, "SIGSTOP of a node, then SIGCONT: it goes on as if nothing had been"),
    ROLLING_RESTART(Subject.NODES, 1, 2, "SIGTERM of each node in turn, the next when the last is ready again"),
    KAFKA_KILL(Subject.KAFKA, 7, 11, "SIGKILL of the broker that leads most partitions; it is started again"),
    KAFKA_FREEZE(Subject.KAFKA, 7, 12, "SIGSTOP of that broker, then SIGCONT: a leader that was voted out comes back"),
    KAFKA_DUPLICATES(Subject.KAFKA, 2, 4, "events that were delivered are published again, key, value and headers"),
    REDIS_KILL(Subject.REDIS, 4, 8, "SIGKILL of a master, whose replica takes over; it is started again"),
    REDIS_FREEZE(Subject.REDIS, 4, 8, "SIGSTOP of a master, whose replica takes over, then SIGCONT"),
    REDIS_ALL_KILL(Subject.REDIS, 2, 5, "SIGKILL of all six nodes; they are started again, empty"),
    REDIS_ALL_FREEZE(Subject.REDIS, 2, 5, "SIGSTOP of all six nodes, then SIGCONT"),
    POSTGRES_KILL(Subject.POSTGRES, 1, 3, "SIGKILL of PostgreSQL; it is started again and recovers from its log"),
    POSTGRES_FREEZE(Subject.POSTGRES, 2, 6, "SIGSTOP of PostgreSQL, then SIGCONT"),
    PROVIDER_KILL(Subject.PROVIDER, 2, 6, "SIGKILL of the payment provider; it is started again"),
    PROVIDER_FREEZE(Subject.PROVIDER, 3, 8, "SIGSTOP of the payment provider, then SIGCONT"),
    LINK_SLOW(Subject.LINKS, 4, 8, "50 to 400 ms on everything that passes a link, each way"),
    LINK_CUT(Subject.LINKS, 2, 6, "a link whose connections are reset, and new ones at once"),
    LINK_HALF_OPEN(Subject.LINKS, 4, 8, "a link of which one direction is silent: no byte, no error");

    private final Subject subject;
    private final int shortest;
    private final int longest;
    private final String words;

    /** @param shortest seconds from the fault to the beginning of its repair */
    FaultKind(Subject subject, int shortest, int longest, String words) {
        this.subject = subject;
        this.shortest = shortest;
        this.longest = longest;
        this.words = words;
    }

    /** As {@code --faults} takes it, such as {@code node-kill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The description, for the help and the report. */
    public String words() {
        return words;
    }

    Subject subject() {
        return subject;
    }

    Duration shortest() {
        return Duration.ofSeconds(shortest);
    }

    Duration longest() {
        return Duration.ofSeconds(longest);
    }

    public static Optional<FaultKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    /** @throws java.util.NoSuchElementException for a label that is none */
    static List<FaultKind> of(List<String> labels) {
        return labels.stream().map(label -> of(label).orElseThrow()).toList();
    }
}
