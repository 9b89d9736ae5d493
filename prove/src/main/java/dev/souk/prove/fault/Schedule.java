package dev.souk.prove.fault;

import dev.souk.prove.run.RunOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Which faults, when, and for how long: the same seed and options make the same plan.
 *
 * <p>The kinds are dealt from a shuffled deck, one for each slot of the run, and the deck is shuffled again when it is used
 * up. Faults of different subjects may overlap. One whose subject is likely to be broken still is put off in favour of
 * the next in the deck.
 */
public final class Schedule {
    /** Before the first: a moment of peace to compare with. */
    private static final Duration LEAD = Duration.ofSeconds(4);
    /** After the beginning of the last: it is to be seen by buyers. */
    private static final Duration TAIL = Duration.ofSeconds(6);

    private static final long SHORTEST_SLOT = 4_000;
    private static final long LONGEST_SLOT = 12_000;
    /** What a repair takes, about: a JVM that starts on a machine that is busy. */
    private static final Duration REPAIR = Duration.ofSeconds(8);

    private Schedule() {}

    /** @return in the order of their times; empty when there are no kinds to choose from */
    public static List<PlannedFault> plan(RunOptions options, long seed) {
        List<FaultKind> kinds = FaultKind.of(options.faults());
        long room = options.time().minus(LEAD).minus(TAIL).toMillis();
        if (kinds.isEmpty()) {
            return List.of();
        }
        SplittableRandom random = new SplittableRandom(seed);
        long slot = Math.clamp(room / kinds.size(), SHORTEST_SLOT, LONGEST_SLOT);
        long slots = Math.max(1, room / slot);
        Deck deck = new Deck(kinds, random.nextLong());
        Map<Subject, Long> brokenUntil = new EnumMap<>(Subject.class);
        List<PlannedFault> plan = new ArrayList<>();
        for (long i = 0; i < slots; i++) {
            long at = LEAD.toMillis() + i * slot + random.nextLong(slot / 4);
            FaultKind kind = deck.deal(brokenUntil, at);
            long lasting =
                    random.nextLong(kind.shortest().toMillis(), kind.longest().toMillis() + 1);
            long repaired = at + lasting + repair(kind, options).toMillis();
            brokenUntil.merge(kind.subject(), repaired, Math::max);
            plan.add(new PlannedFault(kind, Duration.ofMillis(at), Duration.ofMillis(lasting), random.nextLong()));
        }
        return plan;
    }

    private static Duration repair(FaultKind kind, RunOptions options) {
        return switch (kind) {
            case ROLLING_RESTART -> REPAIR.multipliedBy(options.nodes());
            case NODE_KILL, KAFKA_KILL -> REPAIR;
            case PROVIDER_KILL, POSTGRES_KILL, REDIS_KILL, REDIS_ALL_KILL -> REPAIR.dividedBy(2);
            case NODE_FREEZE,
                    KAFKA_FREEZE,
                    KAFKA_DUPLICATES,
                    REDIS_FREEZE,
                    REDIS_ALL_FREEZE,
                    POSTGRES_FREEZE,
                    PROVIDER_FREEZE,
                    LINK_SLOW,
                    LINK_CUT,
                    LINK_HALF_OPEN -> Duration.ofSeconds(1);
        };
    }

    /** Deals every kind once before any comes again. */
    private static final class Deck {
        private final List<FaultKind> kinds;
        private final Random random;
        private final Deque<FaultKind> left = new ArrayDeque<>();

        Deck(List<FaultKind> kinds, long seed) {
            this.kinds = new ArrayList<>(kinds);
            this.random = new Random(seed);
        }

        FaultKind deal(Map<Subject, Long> brokenUntil, long at) {
            if (left.isEmpty()) {
                Collections.shuffle(kinds, random);
                left.addAll(kinds);
            }
            FaultKind kind = left.stream()
                    .filter(next -> brokenUntil.getOrDefault(next.subject(), 0L) <= at)
                    .findFirst()
                    .orElseGet(left::getFirst);
            left.remove(kind);
            return kind;
        }
    }
}
